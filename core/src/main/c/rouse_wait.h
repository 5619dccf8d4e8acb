/* How an end sleeps, and how it is woken. Part of rouse.h; core/docs/wait-protocol.md has the whole argument. */
#ifndef ROUSE_WAIT_H
#define ROUSE_WAIT_H

#include <linux/futex.h>
#include <sys/syscall.h>

#include "rouse_role.h"

#define ROUSE_FOR_EVER (-1)

enum { ROUSE_COOL = 0, ROUSE_PARKING = 1, ROUSE_SLEEPING = 2, ROUSE_HOT = 3, ROUSE_CLOSED = 4 };

enum { ROUSE_WAIT_STATE = 0, ROUSE_WAIT_WOKEN_AT = 8, ROUSE_WAIT_CONVERSING = 16 };

/* The time at which a wait ends, see rouse_now. */
static inline int64_t rouse_deadline(int64_t millis) {
  int64_t now = rouse_now();
  return millis < 0 || millis >= (INT64_MAX - now) / 1000000 ? INT64_MAX : now + millis * 1000000;
}

/*
 * The barrier of a waiter that finds HOT, or CLOSED: all processes that are registered for it, and publish without a
 * fence while they read HOT, execute a full barrier. The caller need not be registered. Where the call is refused: a
 * processor has written its stores to memory long before a millisecond is over.
 */
static inline void rouse_heavy_barrier(void) {
  const int global_expedited = 2;
  int error = errno;
  atomic_thread_fence(memory_order_seq_cst);
  if (syscall(SYS_membarrier, global_expedited, 0, 0) != 0) {
    int64_t start = rouse_now();
    while (rouse_now() - start < 1000000) {
    }
    errno = error;
  }
  /* The call is a barrier of the processor; the fences keep the compiler from moving accesses over it. */
  atomic_thread_fence(memory_order_seq_cst);
}

/* Shared: a private futex would not be found by other processes. A wake of nobody is no error. */
static inline void rouse_futex_wake(_Atomic int32_t *state) {
  int error = errno; /* also for signal handlers */
  syscall(SYS_futex, (void *)state, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
  errno = error;
}

/*
 * After a publish: wakes the waiter if it sleeps. Returns whether the waiting end is open.
 *
 * This process is never registered for the barriers of others. So it fences after each publish, whatever the state is:
 * without the fence, the processor (or the compiler) may read the state before the publish is visible. The waiter
 * fences between its announcement and its look. All fences have one order. If this one is first, the look sees the
 * publish. If the waiter's is first, the load below sees the announcement or a later state; and a state later than an
 * announcement means that the waiter is awake, or was woken, or was closed. A waiter that is HOT has announced nothing:
 * it becomes COOL, fences (with membarrier) and looks before it announces. So if the load below reads HOT, this fence
 * was before that one, and the look sees the publish.
 */
static inline bool rouse_wake(const struct rouse_region *region, uint64_t place) {
  atomic_thread_fence(memory_order_seq_cst);
  _Atomic int32_t *state = rouse_int(region, place + ROUSE_WAIT_STATE);
  /* Acquire: who reads CLOSED sees what the closer did before. */
  int32_t found = atomic_load_explicit(state, memory_order_acquire);
  /* Few turns: who loses that often was overtaken by announcements that are newer than the publish. */
  for (int turn = 0; turn < 64 && (found == ROUSE_SLEEPING || found == ROUSE_PARKING); turn++) {
    /* For what a Java waiter learns. Relaxed: published by the exchange, and only a hint. */
    atomic_store_explicit(rouse_long(region, place + ROUSE_WAIT_WOKEN_AT), rouse_now(), memory_order_relaxed);
    atomic_store_explicit(rouse_long(region, place + ROUSE_WAIT_CONVERSING), 0, memory_order_relaxed);
    /* Of several publishers, the one that makes the exchange wakes. */
    if (atomic_compare_exchange_strong(state, &found, ROUSE_COOL)) {
      rouse_futex_wake(state);
      return true;
    }
  }
  return found != ROUSE_CLOSED;
}

/* Wakes in any case: a publisher may have claimed the wake and been killed before it made it. */
static inline void rouse_close_waiting_end(const struct rouse_region *region, uint64_t place) {
  _Atomic int32_t *state = rouse_int(region, place + ROUSE_WAIT_STATE);
  /* Both acquire and release: who reads CLOSED sees what was done before, here and by those who changed the state. */
  atomic_exchange(state, ROUSE_CLOSED);
  rouse_futex_wake(state);
}

static inline bool rouse_is_closed(const struct rouse_region *region, uint64_t place) {
  return atomic_load_explicit(rouse_int(region, place + ROUSE_WAIT_STATE), memory_order_acquire) == ROUSE_CLOSED;
}

/* Makes the state COOL unless it is CLOSED. */
static inline void rouse_cool(const struct rouse_region *region, uint64_t place) {
  _Atomic int32_t *state = rouse_int(region, place + ROUSE_WAIT_STATE);
  int32_t found = atomic_load(state);
  /* One try: what fails is a wake or a close, or damage, which the next round finds. */
  if (found != ROUSE_COOL && found != ROUSE_CLOSED && atomic_compare_exchange_strong(state, &found, ROUSE_COOL) &&
      found != ROUSE_SLEEPING && found != ROUSE_PARKING) {
    /* HOT: a registered publisher that has just read it may not have made its publish visible. A look follows. */
    rouse_heavy_barrier();
  }
}

/* Tells whether there is what an end waits for; also if the words are damaged, which the caller then finds. */
typedef bool rouse_look(void *end);

/*
 * Waits at a waiting end, which belongs to the calling thread: ROUSE_OK if a look was successful, ROUSE_END if the end
 * is closed and the last look was not, ROUSE_TIMEOUT, ROUSE_PEER_LOST or ROUSE_SYSTEM. Looks at least once.
 */
static inline int rouse_wait(const struct rouse_region *region, uint64_t place, rouse_look *look, void *end,
                             struct rouse_peer *peer, int64_t deadline) {
  _Atomic int32_t *state = rouse_int(region, place + ROUSE_WAIT_STATE);
  for (;;) {
    int64_t now = rouse_now();
    bool lost = now - peer->looked >= ROUSE_LOOK_NANOS && rouse_look_for_loss(peer);
    /* After the look for a loss: what the lost one published is found first, and the loss told by a later wait. */
    if (look(end)) return ROUSE_OK;
    if (lost) {
      rouse_tell_loss(peer);
      return ROUSE_PEER_LOST;
    }
    if (now >= deadline) return ROUSE_TIMEOUT;

    int32_t found = ROUSE_COOL;
    if (!atomic_compare_exchange_strong(state, &found, ROUSE_SLEEPING)) {
      if (found == ROUSE_CLOSED) {
        /* Then either this look finds a publish, or its publisher finds the end closed. */
        rouse_heavy_barrier();
        return look(end) ? ROUSE_OK : ROUSE_END;
      }
      rouse_cool(region, place); /* left by somebody who does not keep to the protocol */
      rouse_pause_1_ms();        /* and who may do it all the time */
      continue;
    }
    /* StoreLoad between the announcement and the look, as in rouse_wake. */
    atomic_thread_fence(memory_order_seq_cst);
    int error = 0;
    if (!look(end)) {
      /* Never for ever: whoever publishes may be killed before the wake. */
      bool no_wakes = atomic_load_explicit(rouse_int(region, 44), memory_order_relaxed) != 0;
      int64_t longest = no_wakes ? 1000000 : ROUSE_LOOK_NANOS;
      int64_t nanos = deadline - now < longest ? deadline - now : longest;
      struct timespec time = {.tv_sec = 0, .tv_nsec = (long)nanos};
      /* The kernel compares the state with SLEEPING before it sleeps: a wake that was claimed before is not missed. */
      if (syscall(SYS_futex, (void *)state, FUTEX_WAIT, ROUSE_SLEEPING, &time, NULL, 0) != 0) error = errno;
    }
    /* Awake again, whatever the reason: retract the announcement, unless a publisher has claimed it, or closed. */
    found = ROUSE_SLEEPING;
    atomic_compare_exchange_strong(state, &found, ROUSE_COOL);
    if (error != 0 && error != EAGAIN && error != EINTR && error != ETIMEDOUT) {
      errno = error;
      return ROUSE_SYSTEM;
    }
  }
}

#endif
