package dev.rouse.internal.pool.accounts;

import dev.rouse.counter.AtomicCounter;
import dev.rouse.memory.Region;
import dev.rouse.wait.ClosedException;
import java.lang.invoke.VarHandle;
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
public final class Accounts {
  /** What {@link #tryAccept} returns when the pool is full. */
  public static final long FULL = 0;

  /** What has become of a job: it has completed. */
  public static final int COMPLETED = 0;

  /** What has become of a job: it has failed. */
  public static final int FAILED = 1;

  /** What has become of a job: it was cancelled. */
  public static final int CANCELLED = 2;

  private static final long CLOSED = Long.MIN_VALUE;

  /** How many counters there are besides those of workers. */
  private static final int SHARED = 7;

  private final int limit;

  /** When the pool was made. */
  private final long origin = System.nanoTime();

  private final Submitters submitters;

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

  private final Outcomes outcomes;

  /** How many had ended at the last look, at least. */
  private final AtomicCounter lastLook;

  private final Waiters waiters = new Waiters(this::hasSpace);

  /**
   * Makes accounts.
   *
   * @param limit how many jobs can be in flight
   * @param workers how many workers there are
   * @param atEnd wakes the workers, which end
   * @param queuesHaveSpace tells whether the queues of single workers have space
   */
  public Accounts(int limit, int workers, Runnable atEnd, BooleanSupplier queuesHaveSpace) {
    this.queuesHaveSpace = queuesHaveSpace;
    this.limit = limit;
    this.atEnd = atEnd;
    this.submitters = new Submitters(limit);
    this.outcomes = new Outcomes(workers);
    Region region = Region.allocate(SHARED * AtomicCounter.BYTE_SIZE);
    accepted = AtomicCounter.at(region, 0);
    cancelledInQueue = AtomicCounter.at(region, AtomicCounter.BYTE_SIZE);
    givenBack = AtomicCounter.at(region, 2 * AtomicCounter.BYTE_SIZE);
    lastLook = AtomicCounter.at(region, 3 * AtomicCounter.BYTE_SIZE);
    slotsGivenBack = AtomicCounter.at(region, 4 * AtomicCounter.BYTE_SIZE);
    failedInQueue = AtomicCounter.at(region, 5 * AtomicCounter.BYTE_SIZE);
    expired = AtomicCounter.at(region, 6 * AtomicCounter.BYTE_SIZE);
  }

  /**
   * Accepts a job, if there is space for it.
   *
   * @return its number, or {@link #FULL}
   * @throws ClosedException if no more jobs are accepted
   */
  public long tryAccept() {
    while (true) {
      long before = accepted.get();
      if (before < 0) {
        throw new ClosedException("submit to a pool that is shut down");
      }
      int free = limit - submitters.reserved();
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
  public long accept(LongSupplier attempt, long timeoutNanos) throws InterruptedException {
    return waiters.awaitSpace(attempt, timeoutNanos);
  }

  /**
   * Returns how many jobs have ended, whatever has become of them; without submitters' jobs.
   *
   * @return the number
   */
  public long ended() {
    long sum = cancelledInQueue.get() + failedInQueue.get() + expired.get() + givenBack.get();
    sum += outcomes.sum();
    // Of two threads that look at once the slower one may set it back: the next look is then only
    // sooner than it need be.
    lastLook.setRelease(sum);
    return sum;
  }

  /**
   * Returns about how many of the jobs up to a number have not ended; looks only if asked to.
   *
   * @param number the number of the last one
   * @param looks whether to look at all that workers write
   * @return about the number
   */
  public long pending(long number, boolean looks) {
    return number - (looks ? ended() : lastLook.get());
  }

  /**
   * Returns the number of the job that was accepted last.
   *
   * @return the number
   */
  public long accepted() {
    return accepted.get() & ~CLOSED;
  }

  /**
   * Returns how many more jobs would be accepted at present.
   *
   * @return the number, from 0 to the limit
   */
  public int space() {
    long before = accepted();
    return Math.clamp(limit - submitters.reserved() - (before - ended()), 0, limit);
  }

  /**
   * Returns how many jobs are in flight, without those of submitters.
   *
   * @return the number
   */
  public int inFlight() {
    long before = accepted();
    return (int) (before - ended());
  }

  /** Accepts no more jobs. */
  public void close() {
    long before;
    do {
      before = accepted.get();
    } while (before >= 0 && !accepted.compareAndSet(before, before | CLOSED));
    waiters.signal();
  }

  /**
   * Tells whether no more jobs are accepted.
   *
   * @return true after {@link #close}
   */
  public boolean isClosed() {
    return accepted.get() < 0;
  }

  /**
   * Tells whether somebody waits for the end of all jobs, or no more are accepted.
   *
   * @return true if so
   */
  public boolean isEndAwaited() {
    return isClosed() || waiters.areForEnd();
  }

  /**
   * Tells whether no job is in flight.
   *
   * @return true if so
   */
  public boolean areAllEnded() {
    // First what has ended: none of these is counted twice if one is accepted in between.
    long ended = ended() + slotsGivenBack.get() + outcomes.sumOfSlots();
    return ended == accepted() + submitters.submitted();
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
  public void addSubmitter(int credits, AtomicCounter accepted) {
    if (isClosed()) {
      throw new ClosedException("a new submitter for a pool that is shut down");
    }
    submitters.add(credits, accepted);
  }

  /**
   * A submitter submits no more. What it has in flight is still counted.
   *
   * @param credits what it had reserved
   * @param accepted the jobs that it has submitted
   */
  public void removeSubmitter(int credits, AtomicCounter accepted) {
    submitters.remove(credits, accepted);
    waiters.signal(); // there is more space
  }

  /**
   * A submitter submits jobs: counts them, unless no more are accepted.
   *
   * <p>The count is written first, and then it is looked whether the pool is closed. Who ends the
   * pool closes it first, and then looks at the counts. All are volatile accesses, so one of the
   * two sees the other: the workers do not end before these jobs have, or the submitter takes them
   * back.
   *
   * @param accepted counts them
   * @param jobs how many
   * @return false if no more are accepted; nothing is in flight then
   */
  public boolean accept(AtomicCounter accepted, int jobs) {
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
   *
   * @param worker the index of the worker
   * @param outcome {@link #COMPLETED}, {@link #FAILED} or {@link #CANCELLED}
   */
  public void slotEnded(int worker, int outcome) {
    outcomes.countSlot(worker, outcome);
  }

  /**
   * Returns how many jobs of submitters a worker has ended: a recent number.
   *
   * @param worker the index of the worker
   * @return the number
   */
  public long slotsEnded(int worker) {
    return outcomes.slotsOf(worker);
  }

  /**
   * Jobs of submitters are given back. By any thread.
   *
   * @param jobs how many
   */
  public void slotsGivenBack(int jobs) {
    slotsGivenBack.getAndAdd(jobs);
    haveAllEnded();
  }

  // What a worker says of a job that it has ended. Only this worker writes the word.

  /**
   * A job has completed.
   *
   * @param worker the index of the worker
   */
  public void completed(int worker) {
    count(worker, COMPLETED);
  }

  /**
   * A job has failed.
   *
   * @param worker the index of the worker
   */
  public void failed(int worker) {
    count(worker, FAILED);
  }

  /**
   * A job was cancelled while it ran, or was found cancelled.
   *
   * @param worker the index of the worker
   */
  public void cancelled(int worker) {
    count(worker, CANCELLED);
  }

  private void count(int worker, int outcome) {
    outcomes.count(worker, outcome);
    if (waiters.areForSpace()) {
      waiters.signal();
    }
  }

  /**
   * A job is tried again.
   *
   * @param worker the index of the worker
   */
  public void retried(int worker) {
    outcomes.countRetry(worker);
  }

  // What has become of a job that no worker had. By any thread.

  /** A job was cancelled before it started. */
  public void cancelledInQueue() {
    countShared(cancelledInQueue);
  }

  /** The time limit was over while a job waited for its next try. */
  public void failedInQueue() {
    countShared(failedInQueue);
  }

  /** A job has waited too long for its start. */
  public void expired() {
    countShared(expired);
  }

  /** A job was given back. */
  public void givenBack() {
    countShared(givenBack);
  }

  private void countShared(AtomicCounter counter) {
    counter.getAndAdd(1);
    if (waiters.areForSpace()) {
      waiters.signal();
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
  public boolean haveAllEnded() {
    // Jobs of submitters are counted by release stores. This orders them before the reads below, as
    // volatile stores would be: of two workers that count their last jobs and then look, one sees
    // both counts; and who waits for the end sees the counts, or is seen here.
    VarHandle.fullFence();
    boolean closed = isClosed();
    if ((!closed && !waiters.areForEnd()) || !areAllEnded()) {
      return false;
    }
    waiters.signal();
    if (closed) {
      atEnd.run();
    }
    return closed;
  }

  /**
   * Waits for a moment at which no job is in flight.
   *
   * @param timeoutNanos the longest time to wait
   * @return false if the time was up
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public boolean awaitAllEnded(long timeoutNanos) throws InterruptedException {
    return waiters.awaitEnd(this::areAllEnded, timeoutNanos);
  }

  /** There is more space in the queue of a worker. */
  public void spaceMade() {
    if (waiters.areForSpace()) {
      waiters.signal();
    }
  }

  /**
   * Has an action run once, as soon as there is space for a job, or no more are accepted: by this
   * thread, or by the one that makes the space. It counts as a thread that waits for space.
   *
   * @param action what to do
   */
  public void whenSpace(Runnable action) {
    waiters.whenSpace(action);
  }

  private boolean hasSpace() {
    return isClosed() || (space() != 0 && queuesHaveSpace.getAsBoolean());
  }

  // For statistics.

  /**
   * Returns how many jobs a worker has ended in one way, with those of submitters.
   *
   * @param worker the index of the worker
   * @param outcome {@link #COMPLETED}, {@link #FAILED} or {@link #CANCELLED}
   * @return the number
   */
  public long ended(int worker, int outcome) {
    return outcomes.of(worker, outcome);
  }

  /**
   * Returns how many jobs of a worker were tried again.
   *
   * @param worker the index of the worker
   * @return the number
   */
  public long retries(int worker) {
    return outcomes.retriesOf(worker);
  }

  /**
   * What has become of jobs that no worker had.
   *
   * @param cancelled were cancelled before they started
   * @param failed ran into their time limit while they waited for their next try
   * @param expired have waited too long for their start
   * @param givenBack were given back
   */
  public record InQueue(long cancelled, long failed, long expired, long givenBack) {
    /**
     * Returns how many these are.
     *
     * @return the sum
     */
    public long sum() {
      return cancelled + failed + expired + givenBack;
    }
  }

  /**
   * Returns what has become of jobs that no worker had.
   *
   * @return the numbers, with jobs of submitters
   */
  public InQueue endedInQueue() {
    return new InQueue(
        cancelledInQueue.get(),
        failedInQueue.get(),
        expired.get(),
        givenBack.get() + slotsGivenBack.get());
  }

  /**
   * Returns how many jobs were accepted.
   *
   * @return the number, with jobs of submitters
   */
  public long acceptedOfAll() {
    return accepted() + submitters.submitted();
  }

  /**
   * Returns for how long the pool has been there.
   *
   * @return the time in nanoseconds
   */
  public long elapsedNanos() {
    return System.nanoTime() - origin;
  }
}
