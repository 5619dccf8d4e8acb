/*
 * Prints what comes through a channel in a Rouse region file: each element on a line.
 *
 *     cc -std=c11 -O2 -D_GNU_SOURCE -o rouse_receive rouse_receive.c
 *     ./rouse_receive /dev/shm/app/region numbers
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "rouse.h"

static const char usage[] =
    "usage: rouse_receive [-g group] [-n count] [-s] [-t] file channel\n"
    "Prints what comes through a channel of a region file, until the channel ends: numbers if it is a channel of\n"
    "longs, else the bytes of each record; and the end of a line after each.\n"
    "  -g group  open a file that the members of a group share; else one that only your user can write to\n"
    "  -n count  leave after so many elements; the channel stays open for the next receiver\n"
    "  -s        stay when the sender was lost, and wait for the next one\n"
    "  -t        print the type of a record and a tab before it\n"
    "Exit status: 0 at the end of the channel, or after so many elements; 64 for wrong arguments; 74 if the output\n"
    "fails; else a code of rouse_region.h: 3 the sender was lost, 4 there is a receiver, 5 no such file,\n"
    "6 a file that is not safe, 7 a damaged file, 8 no such channel.\n";

/* Receives and prints an element; does not wait longer than the time. */
static int print_next(struct rouse_receiver *receiver, char *buffer, size_t size, bool print_type, int64_t millis) {
  if (receiver->end.longs) {
    int64_t value;
    int code = rouse_receive_long(receiver, &value, millis);
    if (code == ROUSE_OK) printf("%" PRId64 "\n", value);
    return code;
  }
  int32_t type;
  size_t length;
  int code = rouse_receive(receiver, &type, buffer, size, &length, millis);
  if (code == ROUSE_OK) {
    if (print_type) printf("%" PRId32 "\t", type);
    fwrite(buffer, 1, length, stdout);
    putchar('\n');
  }
  return code;
}

/* Prints up to so many elements; returns ROUSE_OK after them, or the code of what came in the way. */
static int print_all(struct rouse_receiver *receiver, int64_t limit, bool stay, bool print_type) {
  /* Java and this program send records of at most half the capacity; nothing in a channel is longer than all of it. */
  size_t size = receiver->end.longs ? 1 : receiver->end.capacity;
  char *buffer = malloc(size);
  if (buffer == NULL) return ROUSE_SYSTEM;
  int code = ROUSE_OK;
  for (int64_t printed = 0; printed < limit && !ferror(stdout);) {
    code = print_next(receiver, buffer, size, print_type, 0);
    if (code == ROUSE_TIMEOUT) {
      fflush(stdout); /* there is nothing to do but to show what was printed, and to sleep */
      code = print_next(receiver, buffer, size, print_type, ROUSE_FOR_EVER);
    }
    if (code == ROUSE_PEER_LOST && stay) continue; /* told once: the next call waits for a successor */
    if (code != ROUSE_OK) break;
    printed++;
  }
  free(buffer);
  return code;
}

int main(int count, char **arguments) {
  int64_t limit = INT64_MAX;
  bool stay = false, print_type = false;
  gid_t group = ROUSE_OWNER;
  for (int option; (option = getopt(count, arguments, "g:n:st")) != -1;) {
    char *end = NULL;
    if (option == 's') {
      stay = true;
    } else if (option == 't') {
      print_type = true;
    } else if (option == 'g') {
      if (rouse_group(optarg, &group) != ROUSE_OK) {
        fprintf(stderr, "rouse_receive: \"%s\", expected the name or number of a group\n", optarg);
        return 64;
      }
    } else if (option != 'n' || (limit = strtoll(optarg, &end, 10)) < 1 || *end != 0) {
      fputs(usage, stderr);
      return 64;
    }
  }
  if (count - optind != 2) {
    fputs(usage, stderr);
    return 64;
  }
  const char *file = arguments[optind], *channel = arguments[optind + 1];

  struct rouse_region region;
  int code = rouse_open_for_group(&region, file, group);
  if (code != ROUSE_OK) {
    fprintf(stderr, "rouse_receive: %s: %s\n", file, rouse_message(code));
    return code;
  }
  /* The directory says what kind of channel it is. */
  int kind = rouse_find(&region, channel, ROUSE_LONG_CHANNEL) != NULL ? ROUSE_LONG_CHANNEL : ROUSE_RECORD_CHANNEL;
  struct rouse_receiver receiver;
  code = rouse_attach_receiver(&receiver, &region, channel, kind);
  if (code == ROUSE_OK) code = print_all(&receiver, limit, stay, print_type);
  if (code == ROUSE_END) {
    code = ROUSE_OK; /* all was received */
  } else if (code == ROUSE_ROLE_TAKEN) {
    fprintf(stderr, "rouse_receive: process %" PRId64 " is the receiver of \"%s\"\n",
            rouse_holder(&region, rouse_find(&region, channel, kind), ROUSE_RECEIVER), channel);
  } else if (code == ROUSE_PEER_LOST) {
    fprintf(stderr, "rouse_receive: the sender of \"%s\", process %" PRId64 ", was lost\n", channel,
            receiver.end.peer.lost_pid);
  } else if (code != ROUSE_OK) {
    fprintf(stderr, "rouse_receive: %s, \"%s\": %s\n", file, channel, rouse_message(code));
  }
  rouse_close(&region); /* gives the role up; what was not received stays for the next receiver */
  if (fflush(stdout) != 0 || ferror(stdout)) {
    fputs("rouse_receive: the output fails\n", stderr);
    return 74;
  }
  return code;
}
