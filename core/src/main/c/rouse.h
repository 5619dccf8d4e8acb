/*
 * Shares the region files of Rouse with Java, from C: Linux on x86-64 or AArch64, C11 with _GNU_SOURCE, headers only.
 *
 *     struct rouse_region region;
 *     struct rouse_receiver numbers;
 *     int64_t value;
 *     int code = rouse_open(&region, "/dev/shm/app/region");
 *     if (code == ROUSE_OK) {
 *       code = rouse_attach_receiver(&numbers, &region, "numbers", ROUSE_LONG_CHANNEL);
 *       while (code == ROUSE_OK && (code = rouse_receive_long(&numbers, &value, ROUSE_FOR_EVER)) == ROUSE_OK) {
 *         use(value);
 *       }
 *       rouse_close(&region);
 *     }
 *     if (code != ROUSE_END) fprintf(stderr, "%s\n", rouse_message(code));
 *
 * rouse_send.c and rouse_receive.c are whole programs. Nothing in the headers prints, exits or handles signals: every
 * function that can fail returns a code. What each word in the file means, and in which order it is written, is in
 * core/docs/layout.md. A file is created by Java.
 *
 * Threads: open and close a region, attach and give up in one thread at a time. A sender, a receiver, and the waiting
 * side of a signal belong to one thread at a time. Counters, rouse_add, rouse_complete, rouse_close_channel and
 * rouse_close_signal are for any thread at any time until the region is closed. The last two are also for signal
 * handlers.
 *
 * Processes: a child that was made with fork must not use the region, and roles stay held until it has ended or called
 * exec, too.
 *
 * Waits sleep in the kernel. Times are in milliseconds: ROUSE_FOR_EVER for no limit, 0 not to wait. A signal handler
 * that runs during a wait does not end it; one that closes the channel does.
 *
 * Trust: rouse_open opens a file to which only the user of this process can write, rouse_open_for_group one that the
 * members of a group share. Another process of that user, or of the group, may write anything into the file. Each length
 * and position is read once and checked before it is used, so no function reads or writes outside the mapping, or
 * repeats a step for ever without sleeping. But nobody may truncate a mapped file: an access beyond its end ends the
 * program with SIGBUS.
 */
#ifndef ROUSE_H
#define ROUSE_H

#include "rouse_channel.h"
#include "rouse_signal.h"

#endif
