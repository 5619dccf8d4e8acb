/* Counters and job signals. Part of rouse.h. */
#ifndef ROUSE_SIGNAL_H
#define ROUSE_SIGNAL_H

#include "rouse_wait.h"

/* ---- Counters: use the atomics of C on the word. Arithmetic wraps, as in Java ----------------------------------- */

/* Returns a counter, or NULL if there is none of that label. */
static inline _Atomic int64_t *rouse_counter(const struct rouse_region *region, const char *label) {
  const struct rouse_part *part = rouse_find(region, label, ROUSE_COUNTER);
  return part != NULL && part->size == 128 ? rouse_long(region, part->offset) : NULL;
}

/* Returns the stripe of a striped counter for an index, such as the number of a thread: any index will do, but threads
 * that add at the same time should have different ones. NULL if there is no striped counter of that label. */
static inline _Atomic int64_t *rouse_stripe(const struct rouse_region *region, const char *label, uint64_t index) {
  const struct rouse_part *part = rouse_find(region, label, ROUSE_STRIPED_COUNTER);
  if (part == NULL || !rouse_has_size(part, 1, 65536, 0, 128)) return NULL;
  return rouse_long(region, part->offset + (index & (part->capacity - 1)) * 128);
}

/* Sets the sum of a striped counter; ROUSE_NO_PART if there is none. */
static inline int rouse_sum(const struct rouse_region *region, const char *label, int64_t *sum) {
  const struct rouse_part *part = rouse_find(region, label, ROUSE_STRIPED_COUNTER);
  *sum = 0;
  if (rouse_stripe(region, label, 0) == NULL) return ROUSE_NO_PART;
  uint64_t total = 0;
  for (uint64_t i = 0; i < part->capacity; i++) {
    total += (uint64_t)atomic_load_explicit(rouse_long(region, part->offset + i * 128), memory_order_acquire);
  }
  *sum = (int64_t)total;
  return ROUSE_OK;
}

/* ---- Job signals ------------------------------------------------------------------------------------------------ */

enum { ROUSE_JOBS = 128, ROUSE_DRAINED = 384, ROUSE_SIGNAL_BYTES = 640 };

#define ROUSE_NO_ROLE (-1)
#define ROUSE_MAX_PENDING (((int64_t)1 << 40) - 1)
#define ROUSE_ONE_DRAIN ((int64_t)1 << 40)
#define ROUSE_DRAINS (INT64_MAX - ROUSE_MAX_PENDING) /* bits 40 to 62 */

struct rouse_signal {
  struct rouse_region *region;
  struct rouse_part *part;
  int role;
  struct rouse_peer peer;
  int64_t drains; /* as they were when the wait for the next one began */
};

/* Attaches to a signal: as ROUSE_CONSUMER to wait for jobs, as ROUSE_DRAIN_WAITER to wait until all are done, with
 * ROUSE_NO_ROLE to add and complete. ROUSE_OK, ROUSE_NO_PART, ROUSE_ROLE_TAKEN, ROUSE_DAMAGED or ROUSE_ARGUMENT. The
 * region must stay where it is in memory. */
static inline int rouse_attach_signal(struct rouse_signal *signal, struct rouse_region *region, const char *label,
                                      int role) {
  memset(signal, 0, sizeof *signal);
  if (role != ROUSE_NO_ROLE && role != ROUSE_CONSUMER && role != ROUSE_DRAIN_WAITER) return ROUSE_ARGUMENT;
  signal->region = region;
  signal->role = role;
  signal->part = rouse_find(region, label, ROUSE_JOB_SIGNAL);
  if (signal->part == NULL) return ROUSE_NO_PART;
  if (signal->part->size != ROUSE_SIGNAL_BYTES) return ROUSE_DAMAGED;
  if (role == ROUSE_NO_ROLE) return ROUSE_OK;
  bool after_loss;
  int code = rouse_take_role(region, signal->part, role, &after_loss);
  if (code != ROUSE_OK) return code;
  /* The consumer waits for any number of processes; the drain waiter waits for the consumer. */
  rouse_watch(&signal->peer, region, signal->part, role == ROUSE_CONSUMER ? -1 : ROUSE_CONSUMER);
  rouse_cool(region, signal->part->offset + (role == ROUSE_CONSUMER ? ROUSE_JOBS : ROUSE_DRAINED));
  return ROUSE_OK;
}

static inline void rouse_give_up_signal(struct rouse_signal *signal) {
  if (signal->role != ROUSE_NO_ROLE) rouse_give_up_role(signal->region, signal->part, signal->role);
}

static inline _Atomic int64_t *rouse_signal_word(const struct rouse_signal *signal) {
  return rouse_long(signal->region, signal->part->offset);
}

/* Acquire: who sees the jobs also sees what was done before they were added. */
static inline int64_t rouse_pending(const struct rouse_signal *signal) {
  return atomic_load_explicit(rouse_signal_word(signal), memory_order_acquire) & ROUSE_MAX_PENDING;
}

/* Adds jobs, 1 or more, and wakes the consumer: ROUSE_OK, ROUSE_END, or ROUSE_ARGUMENT if too many would be pending. */
static inline int rouse_add(const struct rouse_signal *signal, int64_t count) {
  int64_t before = atomic_load_explicit(rouse_signal_word(signal), memory_order_relaxed);
  do {
    if (count >= 1 && before < 0) return ROUSE_END;
    if (count < 1 || count > ROUSE_MAX_PENDING - (before & ROUSE_MAX_PENDING)) return ROUSE_ARGUMENT;
    /* Release: what was done before is visible to who sees the jobs. */
  } while (!atomic_compare_exchange_weak(rouse_signal_word(signal), &before, before + count));
  /* Its fence is not needed after an exchange with sequential consistency, but this is no place to save one. */
  rouse_wake(signal->region, signal->part->offset + ROUSE_JOBS);
  return ROUSE_OK;
}

/* Completes jobs, 1 or more; who completes the last wakes the drain waiter. Also on a closed signal. ROUSE_OK, or
 * ROUSE_ARGUMENT if fewer are pending: then none was completed. */
static inline int rouse_complete(const struct rouse_signal *signal, int64_t count) {
  int64_t before = atomic_load_explicit(rouse_signal_word(signal), memory_order_relaxed), after;
  do {
    if (count < 1 || count > (before & ROUSE_MAX_PENDING)) return ROUSE_ARGUMENT;
    after = before - count;
    if ((after & ROUSE_MAX_PENDING) == 0) {
      /* The moment without jobs is counted by the store that makes it. The count wraps, and leaves bit 63 alone. */
      uint64_t drains = (uint64_t)after + (uint64_t)ROUSE_ONE_DRAIN;
      after = (after & INT64_MIN) | ((int64_t)(drains & (uint64_t)ROUSE_DRAINS));
    }
  } while (!atomic_compare_exchange_weak(rouse_signal_word(signal), &before, after));
  if ((after & ROUSE_MAX_PENDING) == 0) rouse_wake(signal->region, signal->part->offset + ROUSE_DRAINED);
  return ROUSE_OK;
}

static inline bool rouse_looks_for_jobs(void *signal) {
  int64_t word = atomic_load_explicit(rouse_signal_word(signal), memory_order_acquire);
  return word < 0 || (word & ROUSE_MAX_PENDING) != 0; /* the close too: who closes may be killed before it wakes */
}

static inline bool rouse_looks_for_drain(void *signal) {
  const struct rouse_signal *self = signal;
  int64_t word = atomic_load_explicit(rouse_signal_word(self), memory_order_acquire);
  return (word & ROUSE_MAX_PENDING) == 0 || (word & ROUSE_DRAINS) != self->drains;
}

/* For the consumer: waits until jobs are pending, and says how many. They stay pending until they are completed.
 * ROUSE_OK, ROUSE_END (closed, and none is pending), ROUSE_TIMEOUT, ROUSE_DAMAGED, ROUSE_ARGUMENT (not the consumer) or
 * ROUSE_SYSTEM. */
static inline int rouse_await_jobs(struct rouse_signal *signal, int64_t *pending, int64_t millis) {
  *pending = 0;
  if (signal->role != ROUSE_CONSUMER) return ROUSE_ARGUMENT;
  int64_t deadline = rouse_deadline(millis);
  for (;;) {
    int64_t word = atomic_load_explicit(rouse_signal_word(signal), memory_order_acquire);
    *pending = word & ROUSE_MAX_PENDING;
    if (*pending != 0) return ROUSE_OK;
    if (word < 0) return ROUSE_END;
    if (millis == 0) return ROUSE_TIMEOUT;
    int code = rouse_wait(signal->region, signal->part->offset + ROUSE_JOBS, rouse_looks_for_jobs, signal,
                          &signal->peer, deadline);
    /* The waiting end is closed after the word. If only the end is, nobody will ever wake this one. */
    if (code == ROUSE_END) code = rouse_looks_for_jobs(signal) ? ROUSE_OK : ROUSE_DAMAGED;
    if (code != ROUSE_OK) return code;
  }
}

/* For the drain waiter: waits for a moment without pending jobs, also on a closed signal. ROUSE_OK, ROUSE_TIMEOUT,
 * ROUSE_PEER_LOST (the consumer), ROUSE_DAMAGED, ROUSE_ARGUMENT (not the drain waiter) or ROUSE_SYSTEM. */
static inline int rouse_await_drained(struct rouse_signal *signal, int64_t millis) {
  if (signal->role != ROUSE_DRAIN_WAITER) return ROUSE_ARGUMENT;
  signal->drains = atomic_load_explicit(rouse_signal_word(signal), memory_order_acquire) & ROUSE_DRAINS;
  int code = rouse_wait(signal->region, signal->part->offset + ROUSE_DRAINED, rouse_looks_for_drain, signal,
                        &signal->peer, rouse_deadline(millis));
  return code == ROUSE_END ? ROUSE_DAMAGED : code; /* nobody closes this waiting end */
}

/* Closes the signal: no job can be added any more, and the consumer is woken. Pending jobs can still be completed. */
static inline void rouse_close_signal(const struct rouse_signal *signal) {
  atomic_fetch_or(rouse_signal_word(signal), INT64_MIN);
  /* After the word: a consumer that finds its waiting end closed also finds the last job that was added. */
  rouse_close_waiting_end(signal->region, signal->part->offset + ROUSE_JOBS);
}

#endif
