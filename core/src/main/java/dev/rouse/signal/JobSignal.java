package dev.rouse.signal;

import dev.rouse.counter.AtomicCounter;
import dev.rouse.file.Part;
import dev.rouse.file.PartKind;
import dev.rouse.internal.file.Attachment;
import dev.rouse.internal.file.RegionFiles;
import dev.rouse.internal.file.SharedPart;
import dev.rouse.internal.inspect.PartInspectors;
import dev.rouse.internal.wait.Deadline;
import dev.rouse.internal.wait.WaitCondition;
import dev.rouse.internal.wait.WaitLayout;
import dev.rouse.internal.wait.WaitOutcome;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.internal.wait.Waker;
import dev.rouse.memory.Region;
import dev.rouse.wait.ClosedException;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A count of pending jobs whose consumer sleeps while it is zero. Any number of threads add jobs;
 * one thread at a time waits for jobs and completes them; one more may wait until all are done.
 *
 * {@snippet class="dev.rouse.samples.Sample02Signal" region="program"}
 *
 * <p>Several producers with a ring each share one signal. (Where their consumer may as well have
 * channels, an inbox does all of this: {@code dev.rouse.channel.Inbox}.) A producer counts a job
 * before it publishes the record, so the consumer never sees a record that is not counted, and
 * {@link #complete} accepts every drained record. Records that a drain with a limit leaves stay
 * counted, so the next {@link #await} returns at once; a producer that gives up an offer must
 * {@link #complete} the job that it counted.
 *
 * {@snippet class="dev.rouse.samples.SeveralProducersSample" region="program"}
 *
 * <p>{@link #add} and {@link #complete} are lock-free, never block and allocate nothing. The
 * waiting methods take no processor time while they sleep; the {@link WaitPolicy} decides how long
 * they spin before. Adding to a signal without a waiter costs an atomic instruction and two reads.
 *
 * <p>Every wait has the semantics of {@code java.util.concurrent}: what is already there is
 * returned without waiting; a thread that is interrupted before or during the wait gets an {@link
 * InterruptedException} with its status cleared, and the jobs stay pending.
 *
 * <p>Layout, from the offset in the region, which must hold zeroes there: the state of the jobs
 * (128 bytes), where the consumer waits for jobs (256 bytes), where a thread waits for their end
 * (256 bytes). The state of the jobs is one word, so that each change of it is exact:
 *
 * <pre>
 *  bit  63      closed: jobs are accepted or refused, never added after the consumer has left
 *  bits 40-62   drains: how often the last pending job was completed, modulo 2^23
 *  bits  0-39   pending: jobs added and not completed
 * </pre>
 */
public final class JobSignal implements AutoCloseable {
  static {
    PartInspectors.enter(PartKind.JOB_SIGNAL, new SignalInspector());
  }

  /** The size of a signal in a region, in bytes. */
  public static final long BYTE_SIZE = AtomicCounter.BYTE_SIZE + 2 * WaitLayout.BYTE_SIZE;

  /** The most jobs that can be pending at a time: 2<sup>40</sup> - 1. */
  public static final long MAX_PENDING = (1L << 40) - 1;

  private static final long CLOSED = Long.MIN_VALUE;
  private static final long ONE_DRAIN = MAX_PENDING + 1;
  private static final long DRAINS = ~CLOSED & ~MAX_PENDING;

  static final long JOBS = AtomicCounter.BYTE_SIZE;
  static final long DRAINED = JOBS + WaitLayout.BYTE_SIZE;

  // The roles of a signal in a file, as PartKind has them.
  static final int CONSUMER = 0;
  static final int DRAIN_WAITER = 1;

  private final AtomicCounter state;

  /** Null in a region file, unless this process has the role. */
  private final @Nullable Waiter jobs;

  /** Null in a region file, unless this process has the role. */
  private final @Nullable Waiter drained;

  private final Waker jobsWaker;
  private final Waker drainedWaker;
  private final WaitCondition somePendingOrClosed = this::isPendingOrClosed;

  private JobSignal(Region region, long offset, WaitPolicy policy) {
    MemorySegment segment = region.zeroedSlice(offset, BYTE_SIZE);
    this.state = AtomicCounter.at(region, offset);
    this.jobs = Waiter.ofAtomicPublishers(segment, JOBS, policy);
    this.drained = Waiter.ofAtomicPublishers(segment, DRAINED, policy);
    this.jobsWaker = jobs.waker();
    this.drainedWaker = drained.waker();
  }

  /** Makes the view that a process has of a signal in a region file. */
  private JobSignal(SharedPart part, @Nullable Waiter jobs, @Nullable Waiter drained) {
    MemorySegment segment = part.requireSize(BYTE_SIZE).segment();
    this.state = AtomicCounter.at((Region) RegionFiles.viewOf(segment), 0);
    this.jobs = jobs;
    this.drained = drained;
    this.jobsWaker = Waker.shared(segment, JOBS);
    this.drainedWaker = Waker.shared(segment, DRAINED);
  }

  /**
   * Makes a signal in memory of its own, which lives as long as the signal does.
   *
   * @return a new signal without pending jobs
   */
  public static JobSignal allocate() {
    return allocate(WaitPolicy.adaptive());
  }

  /**
   * Makes a signal in memory of its own, which lives as long as the signal does.
   *
   * @param policy how its waiters wait
   * @return a new signal without pending jobs
   */
  public static JobSignal allocate(WaitPolicy policy) {
    return create(Region.allocate(BYTE_SIZE), 0, policy);
  }

  /**
   * Makes a signal at a place in a region, which must hold zeroes.
   *
   * @param region where the signal lives
   * @param offset where it starts, in bytes; a multiple of 128
   * @return a new signal without pending jobs
   * @throws IllegalArgumentException if {@code offset} is negative, not a multiple of 128, or
   *     leaves less than {@link #BYTE_SIZE} bytes, or if a byte there is not zero
   * @throws IllegalStateException if the region is closed
   */
  public static JobSignal create(Region region, long offset) {
    return create(region, offset, WaitPolicy.adaptive());
  }

  /**
   * Makes a signal at a place in a region, which must hold zeroes.
   *
   * @param region where the signal lives
   * @param offset where it starts, in bytes; a multiple of 128
   * @param policy how its waiters wait
   * @return a new signal without pending jobs
   * @throws IllegalArgumentException if {@code offset} is negative, not a multiple of 128, or
   *     leaves less than {@link #BYTE_SIZE} bytes, or if a byte there is not zero
   * @throws IllegalStateException if the region is closed
   */
  public static JobSignal create(Region region, long offset, WaitPolicy policy) {
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(policy, "policy");
    return new JobSignal(region, offset, policy);
  }

  /**
   * Makes a signal as a part of a region file.
   *
   * @param label its name in the file, 1 to 96 bytes in UTF-8, without control characters
   * @return the part, for {@link Region#create(java.nio.file.Path, Part...)}
   * @throws IllegalArgumentException if {@code label} is not a label
   */
  public static Part part(String label) {
    return new Part(label, PartKind.JOB_SIGNAL, 1, BYTE_SIZE, memory -> {});
  }

  /**
   * Returns a signal in a region file, to add and complete jobs. Any number of processes may do
   * that. The waiting methods need a role and throw {@link IllegalStateException} here.
   *
   * @param region the region of the file
   * @param label the signal's name in the file
   * @return the signal
   * @throws IllegalArgumentException if there is no signal of that name, or the region is not one
   *     of a file
   * @throws IllegalStateException if the signal is damaged, or if the region is closed
   */
  public static JobSignal attach(Region region, String label) {
    Objects.requireNonNull(region, "region");
    return new JobSignal(SharedPart.of(region, label, PartKind.JOB_SIGNAL), null, null);
  }

  /**
   * Takes the role of the consumer of a signal in a region file, who may wait for jobs. Jobs that
   * the previous consumer has not completed are pending.
   *
   * @param region the region of the file
   * @param label the signal's name in the file
   * @param policy how the consumer waits; the file determines how it sleeps
   * @return the signal; closing the region gives up the role
   * @throws IllegalArgumentException if there is no signal of that name, or the region is not one
   *     of a file
   * @throws dev.rouse.file.RoleTakenException if there is a consumer, in this process or another
   * @throws IllegalStateException if the signal is damaged, or if the region is closed
   */
  public static JobSignal attachConsumer(Region region, String label, WaitPolicy policy) {
    return attach(region, label, policy, CONSUMER);
  }

  /**
   * Takes the role of the one who may wait until all jobs of a signal in a region file are done. A
   * wait throws {@link dev.rouse.file.PeerLostException} if the consumer has died.
   *
   * @param region the region of the file
   * @param label the signal's name in the file
   * @param policy how it waits; the file determines how it sleeps
   * @return the signal; closing the region gives up the role
   * @throws IllegalArgumentException if there is no signal of that name, or the region is not one
   *     of a file
   * @throws dev.rouse.file.RoleTakenException if somebody has that role, in this process or another
   * @throws IllegalStateException if the signal is damaged, or if the region is closed
   */
  public static JobSignal attachDrainWaiter(Region region, String label, WaitPolicy policy) {
    return attach(region, label, policy, DRAIN_WAITER);
  }

  private static JobSignal attach(Region region, String label, WaitPolicy policy, int role) {
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(policy, "policy");
    return Attachment.attach(
        region,
        label,
        PartKind.JOB_SIGNAL,
        role,
        end -> {
          SharedPart part = end.part().requireSize(BYTE_SIZE);
          long offset = role == CONSUMER ? JOBS : DRAINED;
          Waiter waiter = Waiter.shared(part.segment(), offset, policy, false, end.watch());
          return new JobSignal(
              part, role == CONSUMER ? waiter : null, role == CONSUMER ? null : waiter);
        });
  }

  /**
   * Adds jobs and wakes a sleeping consumer. Never blocks.
   *
   * @param count how many, at least 1
   * @throws IllegalArgumentException if {@code count} is not positive
   * @throws ArithmeticException if more than {@link #MAX_PENDING} jobs would be pending; none was
   *     added
   * @throws ClosedException if the signal is closed; none was added
   */
  public void add(long count) {
    requirePositive(count);
    long value;
    do {
      value = state.getAcquire();
      if (value < 0) {
        throw new ClosedException("add of " + count + " jobs to a closed signal");
      }
      if (count > MAX_PENDING - pendingIn(value)) {
        throw new ArithmeticException(
            "count: %d on top of %d pending jobs, expected at most %d together"
                .formatted(count, pendingIn(value), MAX_PENDING));
      }
    } while (!state.weakCompareAndSet(value, value + count));
    jobsWaker.wakeAfterAtomic();
  }

  /** Adds one job, as {@link #add} does. */
  public void increment() {
    add(1);
  }

  /**
   * Completes jobs, and wakes {@code awaitDrained} if these were the last. Never blocks. Also works
   * on a closed signal.
   *
   * @param count how many, at least 1
   * @return how many are still pending
   * @throws IllegalArgumentException if {@code count} is not positive
   * @throws IllegalStateException if fewer than {@code count} jobs are pending; none was completed
   */
  public long complete(long count) {
    requirePositive(count);
    long value;
    long remaining;
    do {
      value = state.getAcquire();
      remaining = pendingIn(value) - count;
      if (remaining < 0) {
        throw new IllegalStateException(
            "count: %d, expected at most the %d pending jobs; add a job before its record is published"
                .formatted(count, pendingIn(value)));
      }
    } while (!state.weakCompareAndSet(value, completed(value, count)));
    if (remaining == 0) {
      drainedWaker.wakeAfterAtomic();
    }
    return remaining;
  }

  /**
   * Returns how many jobs are pending. Any thread may ask.
   *
   * @return the count, 0 or more
   */
  public long pending() {
    // Acquire: who sees the jobs also sees what was done before they were added.
    return pendingIn(state.getAcquire());
  }

  /**
   * Waits until jobs are pending. They stay pending until they are {@linkplain #complete
   * completed}.
   *
   * @return how many are pending, at least 1
   * @throws InterruptedException if the thread is interrupted before or during the wait
   * @throws ClosedException if the signal is closed and no jobs are pending
   * @throws IllegalStateException if another thread already waits for the same; nothing was waited
   *     for
   */
  public long await() throws InterruptedException {
    return awaitNanos(Deadline.FOREVER);
  }

  /**
   * Waits until jobs are pending, but not longer than a given time.
   *
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @return how many are pending, or 0 if the time was up before there were any
   * @throws InterruptedException if the thread is interrupted before or during the wait
   * @throws ClosedException if the signal is closed and no jobs are pending
   * @throws IllegalStateException if another thread already waits for the same; nothing was waited
   *     for
   */
  public long await(long timeout, TimeUnit unit) throws InterruptedException {
    return awaitNanos(Deadline.nanos(timeout, unit));
  }

  /**
   * As {@link #await()}, but an interrupt does not end the wait; the interrupt status is then set
   * when the method returns.
   *
   * @return how many are pending, at least 1
   * @throws ClosedException if the signal is closed and no jobs are pending
   * @throws IllegalStateException if another thread already waits for the same; nothing was waited
   *     for
   */
  public long awaitUninterruptibly() {
    while (true) {
      long count = pendingAfter(jobs().awaitUninterruptibly(somePendingOrClosed, Deadline.FOREVER));
      if (count != 0) {
        return count;
      }
      // Another thread has completed the jobs in between.
    }
  }

  /**
   * Waits for a moment at which no jobs are pending, also on a closed signal. Such a moment ends
   * the wait even if jobs are added right after it. When the method returns, all jobs that were
   * pending at the call are done. If jobs are pending all the time, the wait does not end.
   *
   * @throws InterruptedException if the thread is interrupted before or during the wait
   * @throws IllegalStateException if another thread already waits for the same; nothing was waited
   *     for
   */
  public void awaitDrained() throws InterruptedException {
    isDrained(drained().await(drainedSince(), Deadline.FOREVER));
  }

  /**
   * As {@link #awaitDrained()}, but waits no longer than a given time.
   *
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @return true if there was such a moment, false if the time was up first
   * @throws InterruptedException if the thread is interrupted before or during the wait
   * @throws IllegalStateException if another thread already waits for the same; nothing was waited
   *     for
   */
  public boolean awaitDrained(long timeout, TimeUnit unit) throws InterruptedException {
    return isDrained(drained().await(drainedSince(), Deadline.nanos(timeout, unit)));
  }

  /**
   * As {@link #awaitDrained()}, but an interrupt does not end the wait; the interrupt status is
   * then set when the method returns.
   *
   * @throws IllegalStateException if another thread already waits for the same; nothing was waited
   *     for
   */
  public void awaitDrainedUninterruptibly() {
    isDrained(drained().awaitUninterruptibly(drainedSince(), Deadline.FOREVER));
  }

  private Waiter jobs() {
    if (jobs == null) {
      throw new IllegalStateException(
          "a wait for jobs by a process that is not the consumer: expected attachConsumer");
    }
    return jobs;
  }

  private Waiter drained() {
    if (drained == null) {
      throw new IllegalStateException(
          "a wait for the end of the jobs by a process without that role: expected"
              + " attachDrainWaiter");
    }
    return drained;
  }

  private static boolean isDrained(WaitOutcome outcome) {
    if (outcome == WaitOutcome.CLOSED) {
      // Only what writes to the memory by itself does that: a close of the signal leaves it open.
      throw new IllegalStateException(
          "the signal is damaged: the state of its drain waiter is CLOSED, expected one that is"
              + " open");
    }
    return outcome == WaitOutcome.READY;
  }

  /** Returns the condition that since this call there was a moment without pending jobs. */
  private WaitCondition drainedSince() {
    // Such a moment is counted by the very store that makes it: one that is over by now is in this
    // count already, and one that follows is not. The count is modulo 2^23: a waiter that does not
    // run during exactly a multiple of that many moments waits for the next one.
    long before = state.getAcquire() & DRAINS;
    return () -> {
      long now = state.getAcquire();
      return pendingIn(now) == 0 || (now & DRAINS) != before;
    };
  }

  private static long pendingIn(long state) {
    return state & MAX_PENDING;
  }

  /** Returns the state after the completion of jobs that are pending; counts a drain if none is. */
  private static long completed(long state, long count) {
    long after = state - count;
    return pendingIn(after) == 0 ? (after & CLOSED) | ((after + ONE_DRAIN) & DRAINS) : after;
  }

  /**
   * Closes the signal: no jobs can be added any more, and a consumer that waits for jobs is woken.
   * Pending jobs stay pending and can be completed. Any thread may close, any number of times. Does
   * not wait.
   */
  @Override
  public void close() {
    try {
      long value;
      do {
        value = state.getAcquire();
      } while (value >= 0 && !state.weakCompareAndSet(value, value | CLOSED));
    } catch (IllegalStateException regionClosed) {
      return; // nobody uses it any more
    }
    // After the word: a consumer that finds its waiting end closed also finds the last accepted
    // job, and no job is accepted after that.
    jobsWaker.close();
  }

  /**
   * Tells whether the signal was closed.
   *
   * @return true after {@link #close}
   */
  public boolean isClosed() {
    return state.getAcquire() < 0;
  }

  @Override
  public String toString() {
    try {
      return "JobSignal[pending=%d, closed=%s, jobs=%s, drained=%s]"
          .formatted(pending(), isClosed(), jobsWaker, drainedWaker);
    } catch (IllegalStateException e) {
      return "JobSignal[region closed]";
    }
  }

  private long awaitNanos(long timeoutNanos) throws InterruptedException {
    Waiter.requireNotInterrupted();
    // First, because a busy consumer finds jobs most of the time: the wait would find them, too,
    // but only after it has looked at its policy.
    long found = pending();
    return found != 0 ? found : awaitSome(timeoutNanos);
  }

  private long awaitSome(long timeoutNanos) throws InterruptedException {
    long remaining = timeoutNanos;
    long start = timeoutNanos == Deadline.FOREVER ? 0 : System.nanoTime();
    while (true) {
      WaitOutcome outcome = jobs().await(somePendingOrClosed, remaining);
      long count = pendingAfter(outcome);
      if (count != 0 || outcome == WaitOutcome.TIMED_OUT) {
        return count;
      }
      // Another thread has completed the jobs in between: there are none, so wait again.
      if (timeoutNanos != Deadline.FOREVER) {
        remaining = Math.max(0, timeoutNanos) - (System.nanoTime() - start);
      }
    }
  }

  private long pendingAfter(WaitOutcome outcome) {
    return switch (outcome) {
      case READY -> pendingIfOpen();
      case TIMED_OUT -> 0;
      case CLOSED -> throw closedWithoutJobs();
    };
  }

  /** One read, so that the end of the jobs and the close are seen as they were. */
  private long pendingIfOpen() {
    long value = state.getAcquire();
    if (pendingIn(value) == 0 && value < 0) {
      throw closedWithoutJobs();
    }
    return pendingIn(value);
  }

  /**
   * What the consumer waits for. Also the close: in a file, the process that closes may be killed
   * between the two steps of a close.
   */
  private boolean isPendingOrClosed() {
    return (state.getAcquire() & (MAX_PENDING | CLOSED)) != 0;
  }

  private static ClosedException closedWithoutJobs() {
    return new ClosedException("await of jobs on a closed signal that has none");
  }

  private static void requirePositive(long count) {
    if (count <= 0) {
      throw new IllegalArgumentException("count: " + count + ", expected at least 1");
    }
  }
}
