package dev.rouse.pool;

import dev.rouse.counter.AtomicCounter;
import dev.rouse.memory.Region;
import dev.rouse.wait.ClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The accounts of a pool: how many jobs were accepted, and what has become of them. They decide
 * whether one more is accepted, and when all have ended.
 *
 * <p>Who accepts jobs counts in one word, and each worker counts in words of its own what it has
 * ended, so the two sides do not write to the same lines for each job. The number in flight is the
 * difference. A thread that needs space looks at the workers' words only if by its last look there
 * was none: they only grow, so that look was not too optimistic.
 *
 * <p>A thread that waits for space, or for the end of all jobs, first says so and then looks. A
 * worker first counts and then looks whether somebody waits. All four accesses are volatile, so
 * they have one total order, and one of the two sees the other.
 */
final class Accounts {
  /** What {@link #tryAccept} returns when the pool is full. */
  static final long FULL = 0;

  private static final long CLOSED = Long.MIN_VALUE;
  private static final int WORDS_OF_A_WORKER = 3;
  private static final int COMPLETED = 0;
  private static final int FAILED = 1;
  private static final int CANCELLED = 2;

  private final int limit;

  /** Wakes the workers, which end. */
  private final Runnable atEnd;

  private final AtomicCounter accepted;
  private final AtomicCounter cancelledInQueue;
  private final AtomicCounter givenBack;

  /** By worker; each is written by its worker only. */
  private final AtomicCounter[] words;

  /** How many had ended at the last look, at least. */
  private final AtomicCounter lastLook;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicInteger waitingForSpace = new AtomicInteger();
  private final AtomicInteger waitingForEnd = new AtomicInteger();

  Accounts(int limit, int workers, Runnable atEnd) {
    this.limit = limit;
    this.atEnd = atEnd;
    int shared = 4;
    Region region =
        Region.allocate((shared + (long) WORDS_OF_A_WORKER * workers) * AtomicCounter.BYTE_SIZE);
    accepted = AtomicCounter.at(region, 0);
    cancelledInQueue = AtomicCounter.at(region, AtomicCounter.BYTE_SIZE);
    givenBack = AtomicCounter.at(region, 2 * AtomicCounter.BYTE_SIZE);
    lastLook = AtomicCounter.at(region, 3 * AtomicCounter.BYTE_SIZE);
    words = new AtomicCounter[WORDS_OF_A_WORKER * workers];
    for (int i = 0; i < words.length; i++) {
      words[i] = AtomicCounter.at(region, (shared + (long) i) * AtomicCounter.BYTE_SIZE);
    }
  }

  /**
   * Accepts a job, if there is space for it.
   *
   * @return its number, or {@link #FULL}
   * @throws ClosedException if no more jobs are accepted
   */
  long tryAccept() {
    while (true) {
      long before = accepted.get();
      if (before < 0) {
        throw new ClosedException("submit to a pool that is shut down");
      }
      if (before - lastLook.get() >= limit && before - ended() >= limit) {
        return FULL;
      }
      if (accepted.compareAndSet(before, before + 1)) {
        return before + 1;
      }
    }
  }

  /**
   * Waits until there is space for a job, and accepts it.
   *
   * @param timeoutNanos the longest time to wait
   * @return its number, or {@link #FULL} if the time was up
   * @throws ClosedException if no more jobs are accepted
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  long accept(long timeoutNanos) throws InterruptedException {
    long left = timeoutNanos;
    lock.lock();
    try {
      waitingForSpace.incrementAndGet();
      try {
        long number;
        while ((number = tryAccept()) == FULL && left > 0) {
          left = changed.awaitNanos(left);
        }
        return number;
      } finally {
        waitingForSpace.decrementAndGet();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many jobs have ended, whatever has become of them. */
  long ended() {
    long sum = cancelledInQueue.get() + givenBack.get();
    for (AtomicCounter word : words) {
      sum += word.get();
    }
    // Of two threads that look at once the slower one may set it back: the next look is then only
    // sooner than it need be.
    lastLook.setRelease(sum);
    return sum;
  }

  /** Returns about how many of the jobs up to a number have not ended; looks only if asked to. */
  long pending(long number, boolean looks) {
    return number - (looks ? ended() : lastLook.get());
  }

  /** Returns the number of the job that was accepted last. */
  long accepted() {
    return accepted.get() & ~CLOSED;
  }

  /** Returns how many more jobs would be accepted at present. */
  int space() {
    long before = accepted();
    return Math.clamp(limit - (before - ended()), 0, limit);
  }

  /** Returns how many jobs are in flight. */
  int inFlight() {
    long before = accepted();
    return (int) (before - ended());
  }

  /** Accepts no more jobs. */
  void close() {
    long before;
    do {
      before = accepted.get();
    } while (before >= 0 && !accepted.compareAndSet(before, before | CLOSED));
    signal();
  }

  boolean isClosed() {
    return accepted.get() < 0;
  }

  /** Tells whether no job is in flight. */
  boolean areAllEnded() {
    // First what has ended: none of these is counted twice if one is accepted in between.
    long ended = ended();
    return ended == accepted();
  }

  // What a worker says of a job that it has ended. Only this worker writes the word.

  void completed(int worker) {
    count(worker, COMPLETED);
  }

  void failed(int worker) {
    count(worker, FAILED);
  }

  void cancelled(int worker) {
    count(worker, CANCELLED);
  }

  private void count(int worker, int word) {
    AtomicCounter counter = words[worker * WORDS_OF_A_WORKER + word];
    counter.set(counter.getPlain() + 1);
    if (waitingForSpace.get() != 0) {
      signal();
    }
  }

  /** A job was cancelled before it started. By any thread. */
  void cancelledInQueue() {
    cancelledInQueue.getAndAdd(1);
    if (waitingForSpace.get() != 0) {
      signal();
    }
    haveAllEnded();
  }

  /** A job was given back. By any thread. */
  void givenBack() {
    givenBack.getAndAdd(1);
    if (waitingForSpace.get() != 0) {
      signal();
    }
    haveAllEnded();
  }

  /**
   * To be called after jobs have ended: before a worker sleeps, and where a job ends without one.
   * If none is in flight, tells those who wait for that; and if no more are accepted, the workers,
   * which may have looked before the last job was counted, and sleep.
   *
   * @return true if none is in flight, and none ever will be
   */
  boolean haveAllEnded() {
    boolean closed = isClosed();
    if ((!closed && waitingForEnd.get() == 0) || !areAllEnded()) {
      return false;
    }
    signal();
    if (closed) {
      atEnd.run();
    }
    return closed;
  }

  /**
   * Waits for a moment at which no job is in flight.
   *
   * @return false if the time was up
   */
  boolean awaitAllEnded(long timeoutNanos) throws InterruptedException {
    long left = timeoutNanos;
    lock.lockInterruptibly();
    try {
      waitingForEnd.incrementAndGet();
      try {
        while (!areAllEnded()) {
          if (left <= 0) {
            return false;
          }
          left = changed.awaitNanos(left);
        }
        return true;
      } finally {
        waitingForEnd.decrementAndGet();
      }
    } finally {
      lock.unlock();
    }
  }

  private void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns what has become of all jobs; while workers work, a recent state. */
  PoolStatistics statistics(List<String> names) {
    List<WorkerStatistics> each = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      each.add(
          new WorkerStatistics(
              names.get(i), word(i, COMPLETED), word(i, FAILED), word(i, CANCELLED)));
    }
    long unstarted = cancelledInQueue.get();
    long back = givenBack.get();
    // Last, so that no more have ended than were accepted.
    return new PoolStatistics(accepted(), unstarted, back, each);
  }

  private long word(int worker, int word) {
    return words[worker * WORDS_OF_A_WORKER + word].get();
  }
}
