/*
 * Sends what it reads from its standard input through a channel in a Rouse region file: each line is an element.
 *
 *     cc -std=c11 -O2 -D_GNU_SOURCE -o rouse_send rouse_send.c
 *     seq 1000000 | ./rouse_send /dev/shm/app/region numbers
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rouse.h"

static const char usage[] =
    "usage: rouse_send [-g group] [-k] [-t type] file channel\n"
    "Sends each line of the standard input through a channel of a region file: as a number of 0 or more if it is a\n"
    "channel of longs, else as a record without the end of the line. At the end of the input it closes the channel.\n"
    "  -g group  open a file that the members of a group share; else one that only your user can write to\n"
    "  -k        keep the channel open at the end, so that another sender can go on\n"
    "  -t type   the type of the records, 1 or more; 1 if it is not given\n"
    "Exit status: 0 if all was sent; 64 for wrong arguments; 65 for a line that is no number; else a code of\n"
    "rouse_region.h: 1 the channel is closed, 3 the receiver was lost, 4 there is a sender, 5 no such file,\n"
    "6 a file that is not safe, 7 a damaged file, 8 no such channel, 9 a line that is too long for the channel.\n";

/* Parses a line as a whole; returns a negative number if it is none. */
static int64_t number(const char *line, size_t length) {
  char *end;
  errno = 0;
  int64_t value = strtoll(line, &end, 10);
  return errno == 0 && length != 0 && end == line + length ? value : -1;
}

/* Sends all lines; returns 0, a code of Rouse, or 65. */
static int send_lines(struct rouse_sender *sender, int32_t type) {
  char *line = NULL;
  size_t size = 0;
  ssize_t length;
  int code = ROUSE_OK;
  while (code == ROUSE_OK && (length = getline(&line, &size, stdin)) >= 0) {
    if (length > 0 && line[length - 1] == '\n') line[--length] = 0;
    if (!sender->end.longs) {
      /* Sleeps while the channel is full. */
      code = rouse_send(sender, type, line, (size_t)length, ROUSE_FOR_EVER);
      continue;
    }
    int64_t value = number(line, (size_t)length);
    if (value < 0) {
      fprintf(stderr, "rouse_send: \"%s\", expected a number of 0 or more\n", line);
      code = 65;
    } else {
      code = rouse_send_long(sender, value, ROUSE_FOR_EVER);
    }
  }
  free(line);
  return code;
}

int main(int count, char **arguments) {
  bool keep = false;
  int64_t type = 1;
  gid_t group = ROUSE_OWNER;
  for (int option; (option = getopt(count, arguments, "g:kt:")) != -1;) {
    if (option == 'k') {
      keep = true;
    } else if (option == 'g') {
      if (rouse_group(optarg, &group) != ROUSE_OK) {
        fprintf(stderr, "rouse_send: \"%s\", expected the name or number of a group\n", optarg);
        return 64;
      }
    } else if (option != 't' || (type = number(optarg, strlen(optarg))) < 1 || type > INT32_MAX) {
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
    fprintf(stderr, "rouse_send: %s: %s\n", file, rouse_message(code));
    return code;
  }
  /* The directory says what kind of channel it is. */
  int kind = rouse_find(&region, channel, ROUSE_LONG_CHANNEL) != NULL ? ROUSE_LONG_CHANNEL : ROUSE_RECORD_CHANNEL;
  struct rouse_sender sender;
  code = rouse_attach_sender(&sender, &region, channel, kind);
  if (code == ROUSE_OK) {
    code = send_lines(&sender, (int32_t)type);
    /* A channel that stays open has no sender from here on; its receiver waits for the next one. */
    if (code == ROUSE_OK && !keep) rouse_close_channel(&sender.end);
  }
  if (code == ROUSE_ROLE_TAKEN) {
    fprintf(stderr, "rouse_send: process %" PRId64 " is the sender of \"%s\"\n",
            rouse_holder(&region, rouse_find(&region, channel, kind), ROUSE_SENDER), channel);
  } else if (code == ROUSE_PEER_LOST) {
    fprintf(stderr, "rouse_send: the receiver of \"%s\", process %" PRId64 ", was lost\n", channel,
            sender.end.peer.lost_pid);
  } else if (code != ROUSE_OK && code != 65) {
    fprintf(stderr, "rouse_send: %s, \"%s\": %s\n", file, channel, rouse_message(code));
  }
  rouse_close(&region); /* gives the role up */
  return code;
}
