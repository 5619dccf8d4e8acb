package dev.rouse.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The reply to a job that was submitted to a {@link WorkerPool}, once it is there. It completes
 * with what the handler returns, or with a {@link JobException}: {@code get} throws that as the
 * cause of an {@code ExecutionException}, {@code join} as the cause of a {@code
 * CompletionException}. If a pool has lost its last worker, it completes with an {@link
 * IllegalStateException}. Actions that depend on it run in the worker's thread, unless they are
 * given an executor, and delay its next job.
 *
 * <p>A job whose future is completed by somebody else before the job has started is never started,
 * and counts as cancelled when a worker comes to it.
 *
 * @param <R> the type of the reply
 */
@SuppressWarnings("exports") // @Nullable is for compilers; nothing of it is needed at run time
public final class JobFuture<R> extends CompletableFuture<R> {
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(JobFuture.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** In a queue. Whoever changes this state decides what becomes of the job. */
  private static final int QUEUED = 0;

  /** The handler runs, or is about to. */
  private static final int RUNNING = 1;

  /** The handler has returned, or it never runs. */
  private static final int ENDED = 2;

  /** The handler runs, and its thread is about to be interrupted. */
  private static final int INTERRUPTING = 3;

  /** The handler runs, and its thread was interrupted. */
  private static final int INTERRUPTED = 4;

  private long number;
  private final Runnable withdrawn;
  private @Nullable Object job;
  private @Nullable Thread runner;
  private int crashes;

  @SuppressWarnings("unused") // through STATE
  private volatile int state;

  /**
   * Makes the future of a job.
   *
   * @param job the job
   * @param withdrawn is run when it was cancelled before it started
   */
  JobFuture(Object job, Runnable withdrawn) {
    this.job = job;
    this.withdrawn = withdrawn;
  }

  /**
   * Returns the number of the job.
   *
   * @return the number, see {@link Job#number}
   */
  public long number() {
    return number;
  }

  /** The pool has accepted the job. Called before it is queued, which publishes the number. */
  void accepted(long asNumber) {
    number = asNumber;
  }

  /**
   * Cancels the job, if it has not ended. One that has not started never starts, and its space in
   * the pool is free at once. One that runs is asked to stop: {@link Job#isCancelled} tells its
   * handler, and with {@code mayInterruptIfRunning} its thread is interrupted, too. Other jobs are
   * never told to stop or interrupted by this.
   *
   * @param mayInterruptIfRunning whether to interrupt the thread that runs the job
   * @return true if this future is cancelled now
   */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean unstarted = STATE.compareAndSet(this, QUEUED, ENDED);
    boolean cancelled = false;
    try {
      cancelled = super.cancel(mayInterruptIfRunning);
    } finally {
      if (unstarted) {
        job = null;
        withdrawn.run();
      } else if (mayInterruptIfRunning && cancelled) {
        interrupt();
      }
    }
    return cancelled;
  }

  /** Waits until it is completed, in whatever way. */
  void awaitEnd() throws InterruptedException {
    try {
      get();
    } catch (ExecutionException | CancellationException e) {
      // The caller finds out.
    }
  }

  /** Interrupts the thread that runs the job, if one does. */
  void interrupt() {
    if (STATE.compareAndSet(this, RUNNING, INTERRUPTING)) {
      try {
        Thread thread = runner;
        if (thread != null) {
          thread.interrupt();
        }
      } finally {
        STATE.setVolatile(this, INTERRUPTED); // the worker waits for it
      }
    }
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>(); // what depends on a job is no job
  }

  /** The calling thread will run the job. Returns false if it was cancelled meanwhile. */
  boolean start() {
    if ((int) STATE.getVolatile(this) != QUEUED) {
      return false;
    }
    runner = Thread.currentThread();
    return STATE.compareAndSet(this, QUEUED, RUNNING);
  }

  /** What {@link #start} began has ended: from now on no interrupt can come for it. */
  void end() {
    while (!STATE.compareAndSet(this, RUNNING, ENDED)) {
      // An interrupt is on its way and must not meet the next job.
      if (STATE.compareAndSet(this, INTERRUPTED, ENDED)) {
        break;
      }
      Thread.yield();
    }
    runner = null;
    Thread.interrupted(); // by the handler or for it: the next job has nothing to do with it
  }

  /** The worker has died of the job, which goes back into a queue. Called after {@link #end}. */
  void requeue() {
    STATE.setVolatile(this, QUEUED);
  }

  /** The job will not run any more, so what it was is not kept. */
  void forget() {
    job = null;
  }

  /** Tells whether it is in a queue only because nobody has come to it yet. */
  boolean isWithdrawn() {
    return (int) STATE.getVolatile(this) == ENDED;
  }

  /** The job is given back: it never starts. Returns false if it was cancelled meanwhile. */
  boolean giveBack() {
    return STATE.compareAndSet(this, QUEUED, ENDED);
  }

  /** Returns how often a worker has died of this job, this time included. */
  int crash() {
    return ++crashes;
  }

  @Nullable Object job() {
    return job;
  }
}
