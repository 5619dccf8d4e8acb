package dev.rouse.pool;

import dev.rouse.internal.common.Uncaught;
import dev.rouse.internal.pool.accounts.Accounts;
import dev.rouse.internal.wait.Deadline;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does for the jobs of a pool what their {@link JobOptions} ask for, and hands out dead letters.
 *
 * <p>What becomes of a job is decided by one change of its state ({@link JobFuture}), whoever wants
 * it: a worker that starts it, its expiry, its time limit, {@code cancel}, {@code shutdownNow}. Who
 * makes that change counts the job, so it is counted once. What it counts as, depends on who has
 * completed the future, which can be another one: {@code cancel} takes a job out of its queue whose
 * time limit has completed it a moment ago. That is asked last, when both are decided.
 *
 * <p>A job that waits for its next try has the state of a queued one, but is in no queue: its pause
 * is in a set. When the pause is over, it is first queued and then taken out of the set; who gives
 * jobs back looks at the set first and then at the queues. So it misses none.
 *
 * @param <J> the type of the jobs
 */
final class Supervisor<J> {
  private final WorkerPool<J, ?> pool;
  private final Accounts accounts;
  private final Timers timers;
  private final JobOptions defaults;
  private final @Nullable Consumer<? super DeadLetter<J>> deadLetters;
  private final boolean traces;

  /** Whether jobs are supervised that have no options of their own. */
  private final boolean always;

  private final Set<Pause> pauses = ConcurrentHashMap.newKeySet();

  Supervisor(WorkerPool<J, ?> pool, Accounts accounts, WorkerPoolBuilder<J, ?> builder) {
    this.pool = pool;
    this.accounts = accounts;
    this.timers = new Timers(builder.timerName());
    this.defaults = builder.options;
    this.deadLetters = builder.deadLetters;
    this.traces = builder.traces;
    this.always = needed(defaults);
  }

  private boolean needed(JobOptions options) {
    return options != JobOptions.defaults() || deadLetters != null || traces;
  }

  /** Returns what a job without options of its own needs, if anything. By the submitter. */
  @Nullable Supervision supervise(J job) {
    return always ? supervision(job, defaults) : null;
  }

  /** Returns what a job needs, if anything. By the submitter. */
  @Nullable Supervision supervise(J job, JobOptions options) {
    return needed(options) ? supervision(job, options) : null;
  }

  private Supervision supervision(J job, JobOptions options) {
    return new Supervision(
        this, job, options, traces ? new SubmitTrace() : null, deadLetters != null);
  }

  /** The pool has accepted a job, which is queued after that. */
  void accepted(JobFuture<?> future, Supervision job, int target) {
    job.accepted(target);
    long expiry = job.options.expiryNanos();
    if (expiry != Deadline.FOREVER) {
      // It may be over before this thread knows its timer, which then need not be cancelled.
      job.setDeadline(timers.schedule(() -> expire(future, job), expiry));
    }
  }

  private void expire(JobFuture<?> future, Supervision job) {
    // Only from the state before the first start: a late timer does not end a job that is to be
    // tried again.
    if (future.leaveUnstarted()) {
      try {
        expired(future, job);
      } finally {
        pool.purgeIfWorthwhile();
      }
    }
  }

  /** A job has expired, and the caller has taken it. */
  void expired(JobFuture<?> future, Supervision job) {
    job.stopTimers();
    Throwable failure = orElse(() -> job.expired(future.number()));
    boolean mine = false;
    try {
      mine = future.completeExceptionally(failure);
    } finally {
      if (mine) {
        giveUp(future, failure);
        accounts.expired();
      } else {
        future.forget();
        accounts.cancelledInQueue();
      }
    }
  }

  /** A worker begins a try. */
  void start(JobFuture<?> future, Supervision job) {
    if (job.start()) {
      job.stopTimers();
      long limit = job.options.limitNanos();
      if (limit != Deadline.FOREVER) {
        job.setDeadline(timers.schedule(() -> timeUp(future, job), limit));
      }
    }
  }

  private void timeUp(JobFuture<?> future, Supervision job) {
    Throwable failure = orElse(() -> job.overtime(future.number()));
    boolean mine = false;
    try {
      mine = future.completeExceptionally(failure);
    } finally {
      // If not mine, somebody else has completed it, and that is what it counts as. A worker that
      // queues it again looks at the future after that, and this looks at the state after the
      // future
      // was completed: one of the two takes it, whichever sees the other.
      if (mine) {
        if (future.leaveQueue()) {
          late(future, job);
        } else {
          future.interrupt();
        }
      }
    }
  }

  /** A job was taken out of its queue, or of its pause, by {@code cancel}. */
  void withdrawn(JobFuture<?> future, Supervision job) {
    job.stopTimers();
    if (!endsLate(future)) {
      future.forget();
      pool.withdrawn();
    }
  }

  /**
   * Ends a job as failed if its time limit has completed the future. For somebody who has taken the
   * job for another reason, after the future was completed: before that, the time limit may still
   * be faster. The dead letter is not for the caller's thread.
   *
   * @return true if the caller need not say what has become of the job
   */
  boolean endsLate(JobFuture<?> future) {
    Supervision job = future.supervision();
    if (job == null || !job.isOvertime(future)) {
      return false;
    }
    if (timers.schedule(() -> late(future, job), 0) == null) {
      late(future, job); // in a pool that has lost its last worker
    }
    return true;
  }

  /** The time limit has ended a job that waits for its next try, and the caller has taken it. */
  private void late(JobFuture<?> future, Supervision job) {
    try {
      job.stopTimers();
      giveUp(future, future.exceptionNow());
    } finally {
      accounts.failedInQueue();
      pool.purgeIfWorthwhile();
    }
  }

  /**
   * Queues a job for another try, if it may have one. Called by its worker, which has counted the
   * failed one.
   *
   * @return false if the job has failed for good, and the caller must say so
   */
  boolean triesAgain(JobFuture<?> future, Supervision job, Throwable failure, int worker) {
    if (job.retries >= job.options.retries()
        || future.isDone()
        || pool.isStopping()
        || !job.options.isWorthRetry(failure)) {
      return false;
    }
    job.retries++;
    long delay = job.options.delayNanos(job.retries);
    Pause pause;
    try {
      pause = new Pause(this, future, job.target);
      pauses.add(pause);
    } catch (OutOfMemoryError e) {
      return false;
    }
    job.setPause(pause);
    accounts.retried(worker); // before it can end
    future.requeue();
    // From here on anybody may take it.
    try {
      if (delay == 0) {
        resume(pause);
      } else {
        pause.setTimer(timers.schedule(pause, delay));
      }
    } catch (OutOfMemoryError e) { // of the timer's thread, for instance
      return !takeBack(future, job);
    }
    // After the state was set. Who stops the pool, or completes the future, says so first and then
    // looks for the job; if it was not to be found yet, this sees that.
    return !((future.isDone() || pool.isStopping()) && takeBack(future, job));
  }

  private boolean takeBack(JobFuture<?> future, Supervision job) {
    boolean taken = future.leaveQueue();
    if (taken) {
      job.stopTimers();
    }
    return taken;
  }

  /** A pause is over. */
  void resume(Pause pause) {
    JobFuture<?> future = pause.future();
    try {
      if (!future.isWithdrawn()) {
        pool.requeue(future, pause.target());
      }
    } catch (OutOfMemoryError e) { // it is in no queue
      if (future.giveBack()) {
        fail(future, e);
      }
    } catch (RuntimeException e) {
      Uncaught.tell(e); // no worker could be woken; the job is queued all the same
    } finally {
      isOver(pause);
    }
  }

  /** Ends a job that the caller has taken, and that nobody can do. */
  void fail(JobFuture<?> future, Throwable failure) {
    boolean mine = false;
    try {
      mine = future.completeExceptionally(failure);
    } finally {
      if (mine) {
        giveUp(future, failure);
      }
      if (mine || !endsLate(future)) {
        accounts.givenBack();
      }
    }
  }

  /** A pause is over, or not needed any more. */
  void isOver(Pause pause) {
    pauses.remove(pause);
  }

  /** Does something with all jobs that wait for their next try. */
  void forEachPaused(Consumer<Object> action) {
    for (Pause pause : pauses) {
      action.accept(pause.future());
    }
  }

  /** The caller has ended a job that has failed. Its dead letter is delivered, if there are any. */
  void giveUp(JobFuture<?> future, Throwable failure) {
    try {
      Supervision job = future.supervision();
      if (deadLetters != null && job != null) {
        deadLetters.accept(
            new DeadLetter<>(pool.jobOf(future), future.number(), failure, job.tries()));
      }
    } catch (Throwable t) {
      Uncaught.tell(t);
    } finally {
      future.forget();
    }
  }

  /** Returns an exception, or what was thrown instead of making it. */
  private static Throwable orElse(Supplier<Throwable> maker) {
    try {
      return maker.get();
    } catch (Throwable t) {
      return t;
    }
  }

  /** Tells whether a thread runs the timers of the pool. */
  boolean isTimer(Thread thread) {
    return timers.isRunBy(thread);
  }

  /** The pool has ended. */
  void end() {
    timers.end();
  }
}
