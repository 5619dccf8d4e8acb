package dev.rouse.pool;

import dev.rouse.internal.wait.Deadline;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a pool does for a job besides running it: retries, an expiry, a time limit, and a listener
 * for its progress. By default nothing of it. Immutable: each method that begins with {@code with}
 * returns a changed copy. They hold for jobs that are given to {@code submit}; a {@link Submitter}
 * is told what has become of a job and decides itself.
 */
public final class JobOptions {
  private static final long FIRST_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LONGEST_DELAY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final JobOptions DEFAULTS = new JobOptions(new Changes());

  private final int retries;
  private final long firstDelayNanos;
  private final long longestDelayNanos;
  private final @Nullable Predicate<? super Exception> retryIf;
  private final long expiryNanos;
  private final long limitNanos;
  private final @Nullable Consumer<Object> progress;

  private JobOptions(Changes changes) {
    this.retries = changes.retries;
    this.firstDelayNanos = changes.firstDelayNanos;
    this.longestDelayNanos = changes.longestDelayNanos;
    this.retryIf = changes.retryIf;
    this.expiryNanos = changes.expiryNanos;
    this.limitNanos = changes.limitNanos;
    this.progress = changes.progress;
  }

  /**
   * Returns the options of a job for which none are given: no retries, no expiry, no time limit, no
   * listener.
   *
   * @return the options
   */
  public static JobOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Sets how often a job is tried again whose handler has thrown an {@link Exception}. By default
   * never: the job fails. A job that may be tried again must be safe to run twice. It is tried
   * again by any worker, or by the one that {@link Dispatch} has named; jobs that were submitted
   * after it may run before its next try. Crashes, which are limited by {@link
   * WorkerPoolBuilder#crashLimit}, are counted apart.
   *
   * @param count how often, 0 or more
   * @return changed options
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public JobOptions withRetries(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count: " + count + ", expected 0 or more");
    }
    Changes changes = new Changes(this);
    changes.retries = count;
    return new JobOptions(changes);
  }

  /**
   * Sets how long a failed job waits for its next try. The delay doubles with each retry, from the
   * first to the longest one; the job waits for a random time between half of it and the whole.
   * This is the "equal jitter" of Marc Brooker, <i>Exponential Backoff And Jitter</i>, AWS
   * Architecture Blog, 2015. By default from 10 milliseconds to 10 seconds.
   *
   * @param first the delay before the first retry, 0 or more
   * @param longest the longest delay, at least {@code first}
   * @param unit the unit of both
   * @return changed options
   * @throws IllegalArgumentException if {@code first} is negative, or {@code longest} is less than
   *     {@code first}
   */
  public JobOptions withBackoff(long first, long longest, TimeUnit unit) {
    if (first < 0) {
      throw new IllegalArgumentException("first: " + first + ", expected 0 or more");
    }
    if (longest < first) {
      throw new IllegalArgumentException(
          "longest: " + longest + ", expected at least the first delay, " + first);
    }
    Changes changes = new Changes(this);
    changes.firstDelayNanos = Deadline.nanos(first, unit);
    changes.longestDelayNanos = Deadline.nanos(longest, unit);
    return new JobOptions(changes);
  }

  /**
   * Sets which failures are worth a retry. By default all exceptions are. The worker's thread asks;
   * if the predicate throws something, the job is not tried again, and what was thrown is
   * suppressed in the handler's exception.
   *
   * @param predicate returns true for an exception of the handler after which to try again; for any
   *     number of threads
   * @return changed options
   */
  public JobOptions withRetryIf(Predicate<? super Exception> predicate) {
    Changes changes = new Changes(this);
    changes.retryIf = Objects.requireNonNull(predicate, "predicate");
    return new JobOptions(changes);
  }

  /**
   * Sets how long a job may wait until it starts, counted from its acceptance. After that it never
   * starts, its future completes with a {@link JobExpiredException}, its space in the pool is free,
   * and it counts as expired, even if no worker comes to it. A job that has started once does not
   * expire while it waits for another try. By default jobs do not expire.
   *
   * @param time the longest time, at least 1; {@code Long.MAX_VALUE} for ever
   * @param unit the unit of {@code time}
   * @return changed options
   * @throws IllegalArgumentException if {@code time} is not positive
   */
  public JobOptions withExpiry(long time, TimeUnit unit) {
    Changes changes = new Changes(this);
    changes.expiryNanos = positive(time, unit);
    return new JobOptions(changes);
  }

  /**
   * Sets how long a job may take, counted from the start of its first try, with all its retries and
   * the delays between them. After that its future completes with a {@link JobTimeoutException} and
   * it is asked to stop as by {@link JobFuture#cancel cancel(true)}: {@link Job#isCancelled} tells
   * its handler, its thread is interrupted, and it is not tried again. It counts as failed when its
   * handler has returned. Other jobs are never interrupted by this. By default there is no limit.
   *
   * @param time the longest time, at least 1; {@code Long.MAX_VALUE} for ever
   * @param unit the unit of {@code time}
   * @return changed options
   * @throws IllegalArgumentException if {@code time} is not positive
   */
  public JobOptions withTimeLimit(long time, TimeUnit unit) {
    Changes changes = new Changes(this);
    changes.limitNanos = positive(time, unit);
    return new JobOptions(changes);
  }

  /**
   * Sets who is told what the handler {@linkplain Job#report reports}. The worker's thread calls
   * the listener, so it should be quick. If it throws an exception, the thread's handler of
   * uncaught exceptions gets that, and the job goes on; an {@link Error} goes to the job's handler.
   *
   * @param listener is called with each report; for any number of threads if several jobs have it
   * @return changed options
   */
  public JobOptions withProgress(Consumer<Object> listener) {
    Changes changes = new Changes(this);
    changes.progress = Objects.requireNonNull(listener, "listener");
    return new JobOptions(changes);
  }

  private static long positive(long time, TimeUnit unit) {
    if (time < 1) {
      throw new IllegalArgumentException("time: " + time + ", expected at least 1");
    }
    return Deadline.nanos(time, unit);
  }

  int retries() {
    return retries;
  }

  /** Returns the expiry, or {@link Deadline#FOREVER}. */
  long expiryNanos() {
    return expiryNanos;
  }

  /** Returns the time limit, or {@link Deadline#FOREVER}. */
  long limitNanos() {
    return limitNanos;
  }

  @Nullable Consumer<Object> progress() {
    return progress;
  }

  /** Tells whether a failure is worth a retry. */
  @SuppressWarnings("ReferenceEquality") // an exception cannot suppress itself
  boolean isWorthRetry(Throwable failure) {
    if (!(failure instanceof Exception exception)) {
      return false; // a Throwable of the user's own
    }
    if (retryIf == null) {
      return true;
    }
    try {
      return retryIf.test(exception);
    } catch (Throwable t) {
      if (t != exception) {
        exception.addSuppressed(t);
      }
      return false;
    }
  }

  /**
   * Returns how long to wait for a retry.
   *
   * @param retry which retry, from 1
   */
  long delayNanos(int retry) {
    long whole = longestDelayNanos;
    int doublings = retry - 1;
    if (doublings < Long.numberOfLeadingZeros(firstDelayNanos) - 1) { // else it overflows
      whole = Math.min(whole, firstDelayNanos << doublings);
    }
    if (firstDelayNanos == 0) {
      return 0;
    }
    return whole - ThreadLocalRandom.current().nextLong(whole / 2 + 1);
  }

  @Override
  public String toString() {
    return "JobOptions[retries=%d, backoff=%d to %d ns, expiry=%s, timeLimit=%s]"
        .formatted(
            retries, firstDelayNanos, longestDelayNanos, text(expiryNanos), text(limitNanos));
  }

  private static String text(long nanos) {
    return nanos == Deadline.FOREVER ? "none" : nanos + " ns";
  }

  /** Options that are being made. */
  private static final class Changes {
    private int retries;
    private long firstDelayNanos = FIRST_DELAY_NANOS;
    private long longestDelayNanos = LONGEST_DELAY_NANOS;
    private @Nullable Predicate<? super Exception> retryIf;
    private long expiryNanos = Deadline.FOREVER;
    private long limitNanos = Deadline.FOREVER;
    private @Nullable Consumer<Object> progress;

    Changes() {}

    Changes(JobOptions from) {
      retries = from.retries;
      firstDelayNanos = from.firstDelayNanos;
      longestDelayNanos = from.longestDelayNanos;
      retryIf = from.retryIf;
      expiryNanos = from.expiryNanos;
      limitNanos = from.limitNanos;
      progress = from.progress;
    }
  }
}
