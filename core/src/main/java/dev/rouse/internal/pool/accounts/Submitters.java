package dev.rouse.internal.pool.accounts;

import dev.rouse.counter.AtomicCounter;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** What submitters have reserved of the limit of a pool, and what they have submitted. */
final class Submitters {
  private final int limit;

  /** Changed under the lock. */
  private final AtomicInteger reserved = new AtomicInteger();

  /** Replaced as a whole, under the lock. */
  private volatile Submitted submitted = new Submitted(0);

  Submitters(int limit) {
    this.limit = limit;
  }

  /**
   * Reserves a part of the limit, and counts the jobs of a submitter from now on.
   *
   * @throws IllegalStateException if the limit does not suffice
   */
  synchronized void add(int credits, AtomicCounter accepted) {
    int before = reserved.get();
    if (credits > limit - before) {
      throw new IllegalStateException(
          "credits: %d, expected at most %d: the pool's limit is %d, and other submitters have reserved %d"
              .formatted(credits, limit - before, limit, before));
    }
    reserved.addAndGet(credits);
    submitted = submitted.with(accepted);
  }

  /** A submitter submits no more. What it has submitted is still counted. */
  synchronized void remove(int credits, AtomicCounter accepted) {
    submitted = submitted.folded(accepted);
    reserved.addAndGet(-credits);
  }

  /** Returns which part of the limit is reserved. */
  int reserved() {
    return reserved.get();
  }

  /** Returns how many jobs all submitters have submitted. */
  long submitted() {
    return submitted.sum();
  }

  /** What submitters have submitted: those that are closed, and the others. */
  private static final class Submitted {
    private final long before;
    private final AtomicCounter[] counters;

    Submitted(long before, AtomicCounter... counters) {
      this.before = before;
      this.counters = counters;
    }

    long sum() {
      long sum = before;
      for (AtomicCounter counter : counters) {
        sum += counter.get();
      }
      return sum;
    }

    Submitted with(AtomicCounter counter) {
      AtomicCounter[] more = Arrays.copyOf(counters, counters.length + 1);
      more[counters.length] = counter;
      return new Submitted(before, more);
    }

    Submitted folded(AtomicCounter counter) {
      return new Submitted(
          before + counter.get(),
          Arrays.stream(counters).filter(other -> other != counter).toArray(AtomicCounter[]::new));
    }
  }
}
