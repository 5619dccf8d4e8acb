package dev.rouse.pool;

import dev.rouse.internal.pool.accounts.Accounts;
import dev.rouse.internal.pool.crew.Worker;
import dev.rouse.internal.pool.times.Sampling;
import dev.rouse.internal.pool.times.Stopwatch;
import dev.rouse.internal.pool.times.TimedTask;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs on one worker, with a handler of its own.
 *
 * @param <J> the type of the jobs
 * @param <R> the type of the replies
 */
final class JobRunner<J, R> {
  private final JobHandler<J, R> handler;
  private final Worker worker;
  private final int index;
  private final Accounts accounts;
  private final int crashLimit;
  private final BooleanSupplier stopping;
  private final Stopwatch stopwatch;
  private final Supervisor<J> supervisor;

  /**
   * Stands for a task that runs, whichever it is: a task has no state that guards its interrupt.
   */
  private final JobFuture<?> taskGuard = new JobFuture<Object>(this, PoolFutures.NONE, null);

  /** What runs, for who stops the pool. */
  private volatile @Nullable JobFuture<?> current;

  JobRunner(
      JobHandler<J, R> handler,
      Worker worker,
      Accounts accounts,
      int crashLimit,
      BooleanSupplier stopping,
      Supervisor<J> supervisor) {
    this.handler = handler;
    this.worker = worker;
    this.index = worker.index();
    this.accounts = accounts;
    this.crashLimit = crashLimit;
    this.stopping = stopping;
    this.stopwatch = worker.stopwatch();
    this.supervisor = supervisor;
  }

  /**
   * Runs a job and counts it.
   *
   * @param task a {@link JobFuture}, or a {@link Runnable} of the pool's executor
   * @throws Error if the worker has died of it
   */
  @SuppressWarnings("unchecked") // the pool queues no futures but its own
  void run(Object task) {
    if (task instanceof JobFuture<?> future) {
      runJob((JobFuture<R>) future);
    } else {
      runTask((Runnable) task);
    }
  }

  @SuppressWarnings("unchecked") // as above
  private void runJob(JobFuture<R> future) {
    if (!future.start()) {
      worker.own().notStarted(future.uncount());
      return; // taken off, and counted by who has done that
    }
    current = future;
    Supervision supervision = future.supervision();
    boolean expired = supervision != null && supervision.hasExpired();
    // After it can be found as the current job: who stops the pool says so first, and then looks.
    if (stopping.getAsBoolean() || future.isDone() || expired) {
      current = null;
      future.end();
      drop(future, expired);
      return;
    }
    Thread.interrupted(); // by somebody who knows nothing of this job
    R reply;
    try {
      if (supervision != null) {
        supervisor.start(future, supervision);
      }
      reply = handle((J) Objects.requireNonNull(future.job()), future);
    } catch (Error e) {
      future.end();
      crashed(future, e);
      throw e;
    } catch (Throwable t) { // sneaky ones included
      future.end();
      failed(future, t);
      return;
    } finally {
      current = null;
    }
    future.end();
    complete(future, reply);
  }

  private R handle(J job, JobFuture<R> future) throws Exception {
    long begun = stopwatch.begin(future.takeSent());
    try {
      return handler.handle(job, new Running(future, stopping));
    } finally {
      stopwatch.end(begun);
    }
  }

  /** Interrupts what runs, if anything does. By any thread, when the pool is stopped. */
  void interrupt() {
    JobFuture<?> running = current;
    if (running != null) {
      running.interrupt();
    }
  }

  /** The job must not start. */
  private void drop(JobFuture<R> future, boolean expired) {
    Supervision supervision = future.supervision();
    if (supervision != null && expired && !stopping.getAsBoolean()) {
      supervisor.expired(future, supervision);
    } else {
      future.cancel(false);
      late(future);
    }
  }

  private void complete(JobFuture<R> future, R reply) {
    boolean completed = false;
    try {
      completed = future.complete(reply);
    } finally {
      if (completed) {
        stopTimers(future);
        future.forget();
        accounts.completed(index);
      } else {
        tried(future, null);
        late(future);
      }
    }
  }

  private void crashed(JobFuture<R> future, Error error) {
    tried(future, error);
    if (future.crash() <= crashLimit && !future.isDone() && !stopping.getAsBoolean()) {
      accounts.retried(index); // before it can end
      future.requeue();
      worker.retry(future);
    } else {
      fail(future, error);
    }
  }

  private void failed(JobFuture<R> future, Throwable failure) {
    tried(future, failure);
    Supervision supervision = future.supervision();
    if (supervision == null || !supervisor.triesAgain(future, supervision, failure, index)) {
      fail(future, failure);
    }
  }

  private void fail(JobFuture<R> future, Throwable cause) {
    Throwable failure = exception(future, cause);
    boolean failed = false;
    try {
      failed = future.completeExceptionally(failure);
    } finally {
      if (failed) {
        stopTimers(future);
        supervisor.giveUp(future, failure);
        accounts.failed(index);
      } else {
        late(future);
      }
    }
  }

  /** A job whose future was completed by somebody else: by its time limit, or it was cancelled. */
  private void late(JobFuture<R> future) {
    stopTimers(future);
    Supervision supervision = future.supervision();
    if (supervision != null && supervision.isOvertime(future)) {
      supervisor.giveUp(future, future.exceptionNow());
      accounts.failed(index);
    } else {
      future.forget();
      accounts.cancelled(index);
    }
  }

  private static void stopTimers(JobFuture<?> future) {
    Supervision supervision = future.supervision();
    if (supervision != null) {
      supervision.stopTimers();
    }
  }

  private static void tried(JobFuture<?> future, @Nullable Throwable failure) {
    Supervision supervision = future.supervision();
    if (supervision != null) {
      supervision.tried(failure);
    }
  }

  /** Returns the exception for a failed job; or its cause, if the exception cannot be made. */
  private static Throwable exception(JobFuture<?> future, Throwable cause) {
    try {
      String type = Objects.requireNonNull(future.job()).getClass().getSimpleName();
      Supervision supervision = future.supervision();
      int retries = supervision == null ? 0 : supervision.retries;
      JobException failure = JobException.of(future.number(), type, retries, cause);
      return supervision == null ? failure : supervision.trace(failure);
    } catch (Throwable t) { // no memory for it, or the job's class is broken
      return cause;
    }
  }

  /**
   * A task of the executor fails as in a thread pool: its exception goes to the thread's handler.
   */
  private void runTask(Runnable task) {
    if (!taskGuard.start()) {
      throw new IllegalStateException("a worker runs one task at a time");
    }
    current = taskGuard;
    Thread.interrupted(); // by somebody who knows nothing of this task
    // After it can be found as the current task: who stops the pool says so first, and then looks.
    // Both may interrupt it.
    if (stopping.getAsBoolean()) {
      Thread.currentThread().interrupt();
    }
    try {
      runTimed(task);
    } catch (Error e) {
      endTask();
      accounts.failed(index);
      throw e;
    } catch (Throwable t) {
      endTask();
      try {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, t);
      } finally {
        accounts.failed(index);
      }
      return;
    }
    endTask();
    accounts.completed(index);
  }

  private void runTimed(Runnable task) {
    long begun = stopwatch.begin(task instanceof TimedTask timed ? timed.sent() : Sampling.NONE);
    try {
      task.run();
    } finally {
      stopwatch.end(begun);
    }
  }

  /** From now on no interrupt comes for the task; one that has come is gone. */
  private void endTask() {
    current = null;
    taskGuard.end();
    // An interrupt that comes late meets the next task of this worker. It is meant for that, too:
    // only who stops the pool interrupts tasks, and does so with all of them.
    taskGuard.requeue();
  }

  /**
   * A job that runs. One for each job, so that a handler that keeps it is told nothing of others.
   */
  private record Running(JobFuture<?> future, BooleanSupplier stopping) implements Job {
    @Override
    public long number() {
      return future.number();
    }

    @Override
    public String worker() {
      return Thread.currentThread().getName();
    }

    @Override
    public boolean isCancelled() {
      return future.isDone() || stopping.getAsBoolean();
    }

    @Override
    public void report(Object progress) {
      future.report(Objects.requireNonNull(progress, "progress"));
    }
  }
}
