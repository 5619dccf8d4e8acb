package dev.rouse.pool;

import dev.rouse.counter.AtomicCounter;
import dev.rouse.memory.Region;
import dev.rouse.wait.ClosedException;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

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

  // What has become of a job: the first words of a worker, for the jobs of submit and of the
  // executor. The next three are the same for the jobs of submitters.
  static final int COMPLETED = 0;
  static final int FAILED = 1;
  static final int CANCELLED = 2;
  private static final int OUTCOMES = 3;
  private static final int WORDS_OF_A_WORKER = 2 * OUTCOMES;

  private final int limit;

  /** When the pool was made. */
  private final long origin = System.nanoTime();

  /** What submitters have reserved of the limit. */
  private final AtomicInteger reserved = new AtomicInteger();

  /** What submitters have submitted. Replaced as a whole. */
  private volatile Submitted submitted = new Submitted(0);

  /** Wakes the workers, which end. */
  private final Runnable atEnd;

  private final BooleanSupplier queuesHaveSpace;

  private final AtomicCounter accepted;
  private final AtomicCounter cancelledInQueue;
  private final AtomicCounter failedInQueue;
  private final AtomicCounter expired;
  private final AtomicCounter givenBack;

  /** The same for the jobs of submitters. */
  private final AtomicCounter slotsGivenBack;

  /** By worker; each is written by its worker only. */
  private final AtomicCounter[] words;

  /** By worker; each is written by its worker only. Apart, as these jobs have not ended. */
  private final AtomicLongArray retried;

  /** How many had ended at the last look, at least. */
  private final AtomicCounter lastLook;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicInteger waitingForSpace = new AtomicInteger();

  /** What is to be done when there is space; under the lock. */
  private List<Runnable> spaceActions = new ArrayList<>();

  private final AtomicInteger waitingForEnd = new AtomicInteger();

  /**
   * Makes accounts.
   *
   * @param atEnd wakes the workers, which end
   * @param queuesHaveSpace tells whether the queues of single workers have space
   */
  Accounts(int limit, int workers, Runnable atEnd, BooleanSupplier queuesHaveSpace) {
    this.queuesHaveSpace = queuesHaveSpace;
    this.limit = limit;
    this.atEnd = atEnd;
    int shared = 7;
    Region region =
        Region.allocate((shared + (long) WORDS_OF_A_WORKER * workers) * AtomicCounter.BYTE_SIZE);
    accepted = AtomicCounter.at(region, 0);
    cancelledInQueue = AtomicCounter.at(region, AtomicCounter.BYTE_SIZE);
    givenBack = AtomicCounter.at(region, 2 * AtomicCounter.BYTE_SIZE);
    lastLook = AtomicCounter.at(region, 3 * AtomicCounter.BYTE_SIZE);
    slotsGivenBack = AtomicCounter.at(region, 4 * AtomicCounter.BYTE_SIZE);
    failedInQueue = AtomicCounter.at(region, 5 * AtomicCounter.BYTE_SIZE);
    expired = AtomicCounter.at(region, 6 * AtomicCounter.BYTE_SIZE);
    retried = new AtomicLongArray(workers);
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
      int free = limit - reserved.get();
      if (before - lastLook.get() >= free && before - ended() >= free) {
        return FULL;
      }
      if (accepted.compareAndSet(before, before + 1)) {
        return before + 1;
      }
    }
  }

  /**
   * Waits until a job is accepted.
   *
   * @param attempt accepts the job, or returns {@link #FULL}; asked again each time that there is
   *     more space
   * @param timeoutNanos the longest time to wait
   * @return its number, or {@link #FULL} if the time was up
   * @throws ClosedException if no more jobs are accepted
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  long accept(LongSupplier attempt, long timeoutNanos) throws InterruptedException {
    long left = timeoutNanos;
    lock.lock();
    try {
      waitingForSpace.incrementAndGet();
      try {
        long number;
        while ((number = attempt.getAsLong()) == FULL && left > 0) {
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

  /** Returns how many jobs have ended, whatever has become of them; without submitters' jobs. */
  long ended() {
    long sum = cancelledInQueue.get() + failedInQueue.get() + expired.get() + givenBack.get();
    sum += sumOfWords(0);
    // Of two threads that look at once the slower one may set it back: the next look is then only
    // sooner than it need be.
    lastLook.setRelease(sum);
    return sum;
  }

  /** Adds up what all workers have ended of one kind. */
  private long sumOfWords(int first) {
    long sum = 0;
    for (int i = first; i < words.length; i += WORDS_OF_A_WORKER) {
      for (int word = 0; word < OUTCOMES; word++) {
        sum += words[i + word].get();
      }
    }
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
    return Math.clamp(limit - reserved.get() - (before - ended()), 0, limit);
  }

  /** Returns how many jobs are in flight, without those of submitters. */
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

  /** Tells whether somebody waits for the end of all jobs, or no more are accepted. */
  boolean isEndAwaited() {
    return isClosed() || waitingForEnd.get() != 0;
  }

  /** Tells whether no job is in flight. */
  boolean areAllEnded() {
    // First what has ended: none of these is counted twice if one is accepted in between.
    long ended = ended() + slotsGivenBack.get() + sumOfWords(OUTCOMES);
    return ended == accepted() + submitted.sum();
  }

  // Submitters.

  /**
   * Reserves a part of the limit for a submitter, and counts its jobs from now on.
   *
   * @param credits how many jobs it may have in flight
   * @param accepted the jobs that it has submitted
   * @throws ClosedException if no more jobs are accepted
   * @throws IllegalStateException if the limit does not suffice
   */
  void addSubmitter(int credits, AtomicCounter accepted) {
    lock.lock();
    try {
      if (isClosed()) {
        throw new ClosedException("a new submitter for a pool that is shut down");
      }
      int before = reserved.get();
      if (credits > limit - before) {
        throw new IllegalStateException(
            "credits: %d, expected at most %d: the pool's limit is %d, and other submitters have reserved %d"
                .formatted(credits, limit - before, limit, before));
      }
      reserved.addAndGet(credits);
      submitted = submitted.with(accepted);
    } finally {
      lock.unlock();
    }
  }

  /** A submitter submits no more. What it has in flight is still counted. */
  void removeSubmitter(int credits, AtomicCounter accepted) {
    lock.lock();
    try {
      submitted = submitted.folded(accepted);
      reserved.addAndGet(-credits);
    } finally {
      lock.unlock();
    }
    signal(); // there is more space
  }

  /**
   * A submitter submits jobs: counts them, unless no more are accepted.
   *
   * <p>The count is written first, and then it is looked whether the pool is closed. Who ends the
   * pool closes it first, and then looks at the counts. All are volatile accesses, so one of the
   * two sees the other: the workers do not end before these jobs have, or the submitter takes them
   * back.
   *
   * @return false if no more are accepted; nothing is in flight then
   */
  boolean accept(AtomicCounter accepted, int jobs) {
    accepted.set(accepted.getPlain() + jobs);
    if (!isClosed()) {
      return true;
    }
    slotsGivenBack(jobs);
    return false;
  }

  /**
   * A worker has ended the job of a submitter. Not followed by a look for those who wait for the
   * end of all jobs: the worker does that after some jobs, see {@link #haveAllEnded}.
   */
  void slotEnded(int worker, int outcome) {
    AtomicCounter counter = words[worker * WORDS_OF_A_WORKER + OUTCOMES + outcome];
    counter.setRelease(counter.getPlain() + 1);
  }

  /** Returns how many jobs of submitters a worker has ended: a recent number. */
  long slotsEnded(int worker) {
    long sum = 0;
    for (int outcome = 0; outcome < OUTCOMES; outcome++) {
      sum += words[worker * WORDS_OF_A_WORKER + OUTCOMES + outcome].getOpaque();
    }
    return sum;
  }

  /** Jobs of submitters are given back. By any thread. */
  void slotsGivenBack(int jobs) {
    slotsGivenBack.getAndAdd(jobs);
    haveAllEnded();
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

  /** A job is tried again. */
  void retried(int worker) {
    retried.setRelease(worker, retried.getPlain(worker) + 1);
  }

  // What has become of a job that no worker had. By any thread.

  /** A job was cancelled before it started. */
  void cancelledInQueue() {
    countShared(cancelledInQueue);
  }

  /** The time limit was over while a job waited for its next try. */
  void failedInQueue() {
    countShared(failedInQueue);
  }

  /** A job has waited too long for its start. */
  void expired() {
    countShared(expired);
  }

  /** A job was given back. */
  void givenBack() {
    countShared(givenBack);
  }

  private void countShared(AtomicCounter counter) {
    counter.getAndAdd(1);
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
    // Jobs of submitters are counted by release stores. This orders them before the reads below, as
    // volatile stores would be: of two workers that count their last jobs and then look, one sees
    // both counts; and who waits for the end sees the counts, or is seen here.
    VarHandle.fullFence();
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

  /** There is more space in the queue of a worker. */
  void spaceMade() {
    if (waitingForSpace.get() != 0) {
      signal();
    }
  }

  /**
   * Has an action run once, as soon as there is space for a job, or no more are accepted: by this
   * thread, or by the one that makes the space. It counts as a thread that waits for space.
   */
  void whenSpace(Runnable action) {
    lock.lock();
    try {
      waitingForSpace.incrementAndGet();
      spaceActions.add(action);
    } finally {
      lock.unlock();
    }
    // After it has said so.
    if (hasSpace()) {
      signal();
    }
  }

  private boolean hasSpace() {
    return isClosed() || (space() != 0 && queuesHaveSpace.getAsBoolean());
  }

  private void signal() {
    List<Runnable> actions = List.of();
    lock.lock();
    try {
      changed.signalAll();
      if (!spaceActions.isEmpty() && hasSpace()) {
        List<Runnable> next = new ArrayList<>(); // first: there may be no memory for it
        actions = spaceActions;
        spaceActions = next;
        waitingForSpace.addAndGet(-actions.size());
      }
    } finally {
      lock.unlock();
    }
    for (Runnable action : actions) {
      try {
        action.run();
      } catch (Throwable t) { // this thread has work of its own to do
        Uncaught.tell(t);
      }
    }
  }

  /** Returns what has become of all jobs; while workers work, a recent state. */
  PoolStatistics statistics(List<Worker> workers) {
    List<WorkerStatistics> each = new ArrayList<>();
    long ended = 0;
    for (Worker worker : workers) {
      int i = worker.index();
      WorkerStatistics one =
          worker.statistics(
              word(i, COMPLETED), word(i, FAILED), word(i, CANCELLED), retried.getAcquire(i));
      each.add(one);
      ended += one.ended();
    }
    long unstarted = cancelledInQueue.get();
    long failed = failedInQueue.get();
    long late = expired.get();
    long back = givenBack.get() + slotsGivenBack.get();
    // Last, so that no more have ended than were accepted.
    long all = accepted() + submitted.sum();
    long inFlight = all - ended - unstarted - failed - late - back;
    long elapsed = System.nanoTime() - origin;
    return new PoolStatistics(elapsed, inFlight, all, unstarted, failed, late, back, each);
  }

  private long word(int worker, int outcome) {
    int first = worker * WORDS_OF_A_WORKER + outcome;
    return words[first].get() + words[first + OUTCOMES].get();
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
