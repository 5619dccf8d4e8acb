package dev.rouse.pool;

import dev.rouse.internal.pool.times.Sampling;
import dev.rouse.internal.wait.Deadline;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The reply to a job that was submitted to a {@link WorkerPool}, once it is there. It completes
 * with what the handler returns, or with a {@link JobException}: {@code get} throws that as the
 * cause of an {@code ExecutionException}, {@code join} as the cause of a {@code
 * CompletionException}. If a pool has lost its last worker, it completes with an {@link
 * IllegalStateException}. If it expires or its time limit is over, it completes with a subclass of
 * {@code JobException}. Actions that depend on it run in the worker's thread, unless they are given
 * an executor, and delay its next job. After an expiry or a time limit they run in the thread of
 * the pool's timers, and delay these.
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

  /**
   * In its queue, and never started. Whoever changes this state decides what becomes of the job.
   */
  private static final int QUEUED = 0;

  /** The handler runs, or is about to. */
  private static final int RUNNING = 1;

  /** The handler has returned. */
  private static final int ENDED = 2;

  /** The handler runs, and its thread is about to be interrupted. */
  private static final int INTERRUPTING = 3;

  /** The handler runs, and its thread was interrupted. */
  private static final int INTERRUPTED = 4;

  /**
   * Waits for another try, in a queue or on its way to one. As {@link #QUEUED}, but once started.
   */
  private static final int AGAIN = 5;

  /** The handler never runs, or never again. A queue may still hold the job. */
  private static final int WITHDRAWN = 6;

  /** As {@link #WITHDRAWN}, and a worker's queue does not count it any more. */
  private static final int UNCOUNTED = 7;

  private long number;

  /** When it was given to the pool, or {@link Sampling#NONE} if it is not timed. */
  private long sent;

  private final PoolFutures shared;

  /** What the pool does for the job besides running it: in most cases nothing. */
  private final @Nullable Supervision supervision;

  private volatile @Nullable Object progress;
  private @Nullable Object job;
  private @Nullable Thread runner;
  private int crashes;

  @SuppressWarnings("unused") // through STATE
  private volatile int state;

  /**
   * Makes the future of a job.
   *
   * @param job the job
   * @param shared what all futures of the pool share
   * @param supervision what the pool does for it besides running it
   */
  JobFuture(Object job, PoolFutures shared, @Nullable Supervision supervision) {
    this.job = job;
    this.shared = shared;
    this.supervision = supervision;
  }

  /**
   * Returns the number of the job.
   *
   * @return the number, see {@link Job#number}
   */
  public long number() {
    return number;
  }

  /**
   * Returns what the handler has {@linkplain Job#report reported} last. Does not wait. What the
   * handler did before the report happens-before a return with it.
   *
   * @return the latest report; null if there is none
   */
  public @Nullable Object progress() {
    return progress;
  }

  /** The handler reports. */
  void report(Object latest) {
    progress = latest;
    if (supervision != null) {
      supervision.report(latest);
    }
  }

  @Nullable Supervision supervision() {
    return supervision;
  }

  /** The pool has accepted the job. Called before it is queued, which publishes both. */
  void accepted(long asNumber, long stamp) {
    number = asNumber;
    sent = stamp;
  }

  /** Its first start is timed, if any. Returns when it was given to the pool. */
  long takeSent() {
    long stamp = sent;
    sent = Sampling.NONE;
    return stamp;
  }

  /**
   * Cancels the job, if it has not ended. One that has not started, or waits for its next try,
   * never starts, and its space in the pool is free at once. One that runs is asked to stop: {@link
   * Job#isCancelled} tells its handler, and with {@code mayInterruptIfRunning} its thread is
   * interrupted, too. Other jobs are never told to stop or interrupted by this.
   *
   * @param mayInterruptIfRunning whether to interrupt the thread that runs the job
   * @return true if this future is cancelled now
   */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean unstarted = leaveQueue();
    boolean cancelled = false;
    try {
      cancelled = super.cancel(mayInterruptIfRunning);
    } finally {
      // Asked again, for a job that has failed meanwhile: its worker queues it again and then looks
      // at the future; this completes the future and then looks at the state. One of the two sees
      // the other and takes the job off.
      if (unstarted || leaveQueue()) {
        withdrawn();
      } else if (mayInterruptIfRunning && cancelled) {
        interrupt();
      }
    }
    return cancelled;
  }

  private void withdrawn() {
    if (supervision != null) {
      supervision.supervisor.withdrawn(this, supervision);
    } else {
      job = null;
      shared.withdrawn().run();
    }
  }

  /**
   * Waits for the reply. Spins before it sleeps, if that pays: see {@link
   * WorkerPoolBuilder#waitPolicy}.
   *
   * @return the reply
   * @throws CancellationException if the job was cancelled
   * @throws ExecutionException if the job has no reply: the cause says why
   * @throws InterruptedException if the thread is interrupted before or during the wait
   */
  @Override
  public R get() throws InterruptedException, ExecutionException {
    shared.spin().spin(this, Deadline.FOREVER, true);
    return super.get();
  }

  /**
   * As {@link #get()}, but waits no longer than a given time.
   *
   * @param timeout the longest time to wait; 0 or less does not wait
   * @param unit the unit of {@code timeout}
   * @return the reply
   * @throws CancellationException if the job was cancelled
   * @throws ExecutionException if the job has no reply: the cause says why
   * @throws InterruptedException if the thread is interrupted before or during the wait
   * @throws TimeoutException if the time was up before there was a reply
   */
  @Override
  public R get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    long nanos = unit.toNanos(timeout);
    if (nanos > 0 && !isDone()) {
      long start = System.nanoTime();
      shared.spin().spin(this, nanos, true);
      nanos -= System.nanoTime() - start;
    }
    return super.get(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * As {@link #get()}, but an interrupt does not end the wait; the interrupt status is then set
   * when the method returns.
   *
   * @return the reply
   * @throws CancellationException if the job was cancelled
   * @throws java.util.concurrent.CompletionException if the job has no reply: the cause says why
   */
  @Override
  public R join() {
    shared.spin().spin(this, Deadline.FOREVER, false);
    return super.join();
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
    int from = (int) STATE.getVolatile(this);
    if (from != QUEUED && from != AGAIN) {
      return false;
    }
    runner = Thread.currentThread();
    return STATE.compareAndSet(this, from, RUNNING);
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

  /**
   * The job has failed and is tried again. Called after {@link #end}, and before it is queued. From
   * now on it can be taken off.
   */
  void requeue() {
    STATE.setVolatile(this, AGAIN);
  }

  /** The job will not run any more, so what it was is not kept. */
  void forget() {
    job = null;
  }

  /** Tells whether it is in a queue only because nobody has come to it yet. */
  boolean isWithdrawn() {
    return (int) STATE.getVolatile(this) >= WITHDRAWN;
  }

  /**
   * Takes a withdrawn job out of the number of those that are queued for a worker. Two can find it
   * there: who takes it out of the queue because it was withdrawn, and the worker.
   *
   * @return true for one of them
   */
  boolean uncount() {
    return STATE.compareAndSet(this, WITHDRAWN, UNCOUNTED);
  }

  /**
   * Takes the job off if it has not started: it never does.
   *
   * @return true if the caller must now say what has become of it
   */
  boolean leaveUnstarted() {
    return STATE.compareAndSet(this, QUEUED, WITHDRAWN);
  }

  /**
   * Takes the job off if it does not run: it does not start any more.
   *
   * @return true if the caller must now say what has become of it
   */
  boolean leaveQueue() {
    return leaveUnstarted() || STATE.compareAndSet(this, AGAIN, WITHDRAWN);
  }

  /** The job is given back: it never starts. Returns false if it was cancelled meanwhile. */
  boolean giveBack() {
    boolean left = leaveQueue();
    if (left && supervision != null) {
      supervision.stopTimers();
    }
    return left;
  }

  /** Returns how often a worker has died of this job, this time included. */
  int crash() {
    return ++crashes;
  }

  @Nullable Object job() {
    return job;
  }
}
