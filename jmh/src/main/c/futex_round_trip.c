/*
 * A measuring aid: two threads wake each other in turn with futexes, and always sleep in between.
 * Reads a number of round trips from each line of its input and answers with a line when they are
 * done. Built and run by the benchmark ParkedRoundTrip.
 */
#define _GNU_SOURCE
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Each word on a cache line of its own: 1 is "your turn". */
static _Alignas(128) atomic_int ping;
static _Alignas(128) atomic_int pong;

static void wait_for_turn(atomic_int *word) {
  while (atomic_exchange(word, 0) == 0) {
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
  }
}

static void give_turn(atomic_int *word) {
  atomic_store(word, 1);
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void *partner(void *unused) {
  for (;;) {
    wait_for_turn(&ping);
    give_turn(&pong);
  }
  return unused;
}

int main(void) {
  pthread_t thread;
  long round_trips;
  if (pthread_create(&thread, NULL, partner, NULL) != 0) {
    perror("pthread_create");
    return 1;
  }
  while (scanf("%ld", &round_trips) == 1) {
    for (long i = 0; i < round_trips; i++) {
      give_turn(&ping);
      wait_for_turn(&pong);
    }
    puts("done");
    fflush(stdout);
  }
  return 0;
}
