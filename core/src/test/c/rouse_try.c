/* What the tests need of rouse.h besides the two programs of core/src/main/c. Each line of output is read by a test. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rouse.h"

/* As many steps as an operation that is repeated may take; more than fits into any part of a damaged file. */
#define STEPS 300

static void say(const char *line) {
  puts(line);
  fflush(stdout);
}

/* Until the test closes the input, or kills this process. */
static void stay(void) {
  while (getchar() != EOF) {
  }
}

static int fail(const char *what, int code) {
  fprintf(stderr, "rouse_try: %s: %s\n", what, rouse_message(code));
  return code;
}

/* Adds so many jobs, one by one; waits until all are done, and closes the signal. */
static int add(struct rouse_region *region, const char *label, int64_t jobs) {
  struct rouse_signal signal;
  int code = rouse_attach_signal(&signal, region, label, ROUSE_DRAIN_WAITER);
  for (int64_t i = 0; code == ROUSE_OK && i < jobs; i++) code = rouse_add(&signal, 1);
  if (code == ROUSE_OK) code = rouse_await_drained(&signal, ROUSE_FOR_EVER);
  if (code != ROUSE_OK) return fail("add", code);
  say("drained");
  rouse_close_signal(&signal);
  code = rouse_add(&signal, 1);
  return code == ROUSE_END ? ROUSE_OK : fail("add to a closed signal", code);
}

/* Completes jobs until the signal is closed, and prints how many there were. */
static int consume(struct rouse_region *region, const char *label) {
  struct rouse_signal signal;
  int code = rouse_attach_signal(&signal, region, label, ROUSE_CONSUMER);
  if (code == ROUSE_OK) say("attached");
  int64_t pending, done = 0;
  while (code == ROUSE_OK && (code = rouse_await_jobs(&signal, &pending, ROUSE_FOR_EVER)) == ROUSE_OK) {
    code = rouse_complete(&signal, pending);
    done += pending;
  }
  printf("%" PRId64 "\n", done);
  return code == ROUSE_END ? ROUSE_OK : fail("consume", code);
}

/* Adds to a counter and to a striped counter, one by one, and prints the sum of the striped one. */
static int count(struct rouse_region *region, const char *label, const char *striped, int64_t times) {
  if (rouse_counter(region, label) == NULL) return fail("count", ROUSE_NO_PART);
  for (int64_t i = 0; i < times; i++) {
    atomic_fetch_add(rouse_counter(region, label), 1);
    atomic_fetch_add(rouse_stripe(region, striped, (uint64_t)i), 1);
  }
  int64_t sum;
  int code = rouse_sum(region, striped, &sum);
  printf("%" PRId64 "\n", sum);
  return code;
}

/* Takes the role of the receiver of a channel of longs, says which position it has, and stays. */
static int hold(struct rouse_region *region, const char *label) {
  struct rouse_receiver receiver;
  int code = rouse_attach_receiver(&receiver, region, label, ROUSE_LONG_CHANNEL);
  if (code != ROUSE_OK) return fail("hold", code);
  printf("%" PRIu64 "\n", rouse_position(&receiver.end));
  fflush(stdout);
  stay();
  return ROUSE_OK;
}

/* Receives so many longs; prints each, and whether it may have been handled before. */
static int repeated(struct rouse_region *region, const char *label, int64_t times) {
  struct rouse_receiver receiver;
  int code = rouse_attach_receiver(&receiver, region, label, ROUSE_LONG_CHANNEL);
  int64_t value;
  for (int64_t i = 0; i < times && code == ROUSE_OK; i++) {
    code = rouse_receive_long(&receiver, &value, ROUSE_FOR_EVER);
    if (code == ROUSE_OK) printf("%" PRId64 "%s\n", value, rouse_may_be_repeated(&receiver) ? " again" : "");
    fflush(stdout);
  }
  return code;
}

/* Takes both roles of a channel of longs, and waits long enough to look for a loss. */
static int both(struct rouse_region *region, const char *label) {
  struct rouse_sender sender;
  struct rouse_receiver receiver;
  int64_t value;
  int code = rouse_attach_sender(&sender, region, label, ROUSE_LONG_CHANNEL);
  if (code == ROUSE_OK) code = rouse_attach_receiver(&receiver, region, label, ROUSE_LONG_CHANNEL);
  if (code == ROUSE_OK) code = rouse_receive_long(&receiver, &value, 600);
  return code == ROUSE_TIMEOUT ? ROUSE_OK : fail("both", code);
}

/* ---- Files with arbitrary damage: nothing may crash, or take for ever ------------------------------------------- */

static void use_longs(struct rouse_region *region) {
  struct rouse_sender sender;
  struct rouse_receiver receiver;
  int64_t value;
  int receives = rouse_attach_receiver(&receiver, region, "longs", ROUSE_LONG_CHANNEL);
  int sends = rouse_attach_sender(&sender, region, "longs", ROUSE_LONG_CHANNEL);
  for (int i = 0; i < STEPS && receives == ROUSE_OK; i++) receives = rouse_receive_long(&receiver, &value, 0);
  for (int i = 0; i < STEPS && sends == ROUSE_OK; i++) sends = rouse_send_long(&sender, i, 0);
  if (sends == ROUSE_TIMEOUT) rouse_send_long(&sender, 1, 1);
  if (receives == ROUSE_TIMEOUT) {
    while (rouse_receive_long(&receiver, &value, 1) == ROUSE_OK) {
    }
    rouse_close_channel(&receiver.end);
    rouse_receive_long(&receiver, &value, ROUSE_FOR_EVER);
  }
}

static void use_records(struct rouse_region *region) {
  struct rouse_sender sender;
  struct rouse_receiver receiver;
  char buffer[256];
  int32_t type;
  size_t length;
  int receives = rouse_attach_receiver(&receiver, region, "records", ROUSE_RECORD_CHANNEL);
  int sends = rouse_attach_sender(&sender, region, "records", ROUSE_RECORD_CHANNEL);
  for (int i = 0; i < STEPS && receives == ROUSE_OK; i++) {
    receives = rouse_receive(&receiver, &type, buffer, sizeof buffer, &length, 0);
  }
  for (int i = 0; i < STEPS && sends == ROUSE_OK; i++) sends = rouse_send(&sender, 1, "another", 7, 0);
  if (sends == ROUSE_TIMEOUT) rouse_send(&sender, 1, "another", 7, 1);
  if (receives == ROUSE_TIMEOUT) {
    while (rouse_receive(&receiver, &type, buffer, sizeof buffer, &length, 1) == ROUSE_OK) {
    }
    rouse_close_channel(&receiver.end);
    rouse_receive(&receiver, &type, buffer, sizeof buffer, &length, ROUSE_FOR_EVER);
  }
}

static void use_others(struct rouse_region *region) {
  struct rouse_signal signal, drain;
  int64_t number;
  if (rouse_attach_signal(&signal, region, "jobs", ROUSE_CONSUMER) == ROUSE_OK) {
    rouse_await_jobs(&signal, &number, 1);
    rouse_add(&signal, 1);
    rouse_complete(&signal, 1);
    if (rouse_attach_signal(&drain, region, "jobs", ROUSE_DRAIN_WAITER) == ROUSE_OK) rouse_await_drained(&drain, 1);
    rouse_complete(&signal, rouse_pending(&signal));
    rouse_close_signal(&signal);
    rouse_await_jobs(&signal, &number, 1);
  }
  if (rouse_counter(region, "count") != NULL) atomic_fetch_add(rouse_counter(region, "count"), 1);
  if (rouse_stripe(region, "striped", 5) != NULL) atomic_fetch_add(rouse_stripe(region, "striped", 5), 1);
  rouse_sum(region, "striped", &number);
}

/* Uses each file, and prints the code of its opening. */
static int use(gid_t group, int files, char **paths) {
  for (int i = 0; i < files; i++) {
    struct rouse_region region;
    int code = group == ROUSE_OWNER ? rouse_open(&region, paths[i]) : rouse_open_for_group(&region, paths[i], group);
    printf("%d\n", code);
    fflush(stdout);
    if (code != ROUSE_OK) continue;
    use_longs(&region);
    use_records(&region);
    use_others(&region);
    rouse_close(&region);
  }
  return ROUSE_OK;
}

int main(int arguments, char **argument) {
  if (arguments >= 3 && strcmp(argument[1], "use") == 0) return use(ROUSE_OWNER, arguments - 2, argument + 2);
  if (arguments >= 4 && strcmp(argument[1], "use-for-group") == 0) {
    gid_t group;
    int found = rouse_group(argument[2], &group);
    return found == ROUSE_OK ? use(group, arguments - 3, argument + 3) : fail("group", found);
  }
  if (arguments < 4) return fail("arguments", ROUSE_ARGUMENT);
  const char *task = argument[1], *label = argument[3];
  int64_t number = arguments > 4 ? strtoll(argument[4], NULL, 10) : 0;
  struct rouse_region region;
  int code = rouse_open(&region, argument[2]);
  if (code != ROUSE_OK) return fail("open", code);
  code = strcmp(task, "add") == 0        ? add(&region, label, number)
         : strcmp(task, "consume") == 0  ? consume(&region, label)
         : strcmp(task, "count") == 0    ? count(&region, label, argument[5], number)
         : strcmp(task, "both") == 0     ? both(&region, label)
         : strcmp(task, "hold") == 0     ? hold(&region, label)
         : strcmp(task, "repeated") == 0 ? repeated(&region, label, number)
                                         : fail(task, ROUSE_ARGUMENT);
  rouse_close(&region);
  return code;
}
