/*
 * A measuring aid: two threads, or two processes, wake each other in turn with futexes, and always
 * sleep in between. Reads a number of round trips from each line of its input and answers with a
 * line when they are done. Built and run by the benchmarks ParkedRoundTrip, with the argument
 * "thread", and IpcParkedRoundTrip, with the argument "process".
 */
#define _GNU_SOURCE
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Each word on a cache line of its own: 1 is "your turn". */
struct turns {
  _Alignas(128) atomic_int ping;
  _Alignas(128) atomic_int pong;
};

static struct turns *turns;

/* FUTEX_PRIVATE_FLAG within a process; 0 between two. */
static int scope;

static void wait_for_turn(atomic_int *word) {
  while (atomic_exchange(word, 0) == 0) {
    syscall(SYS_futex, word, FUTEX_WAIT | scope, 0, NULL, NULL, 0);
  }
}

static void give_turn(atomic_int *word) {
  atomic_store(word, 1);
  syscall(SYS_futex, word, FUTEX_WAKE | scope, 1, NULL, NULL, 0);
}

static void *partner(void *unused) {
  for (;;) {
    wait_for_turn(&turns->ping);
    give_turn(&turns->pong);
  }
  return unused;
}

static int start_thread(void) {
  pthread_t thread;
  scope = FUTEX_PRIVATE_FLAG;
  if (pthread_create(&thread, NULL, partner, NULL) != 0) {
    perror("pthread_create");
    return 1;
  }
  return 0;
}

static int start_process(void) {
  pid_t parent = getpid();
  pid_t child = fork();
  if (child < 0) {
    perror("fork");
    return 1;
  }
  if (child == 0) {
    /* The child ends with its parent, also if that ended before this call. */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) {
      _exit(1);
    }
    partner(NULL);
  }
  return 0;
}

int main(int argc, char **argv) {
  int processes = argc == 2 && strcmp(argv[1], "process") == 0;
  long round_trips;
  if (!processes && (argc != 2 || strcmp(argv[1], "thread") != 0)) {
    fprintf(stderr, "expected one argument: thread or process\n");
    return 2;
  }
  turns = mmap(NULL, sizeof *turns, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (turns == MAP_FAILED) {
    perror("mmap");
    return 1;
  }
  if (processes ? start_process() : start_thread()) {
    return 1;
  }
  while (scanf("%ld", &round_trips) == 1) {
    for (long i = 0; i < round_trips; i++) {
      give_turn(&turns->ping);
      wait_for_turn(&turns->pong);
    }
    puts("done");
    fflush(stdout);
  }
  return 0;
}
