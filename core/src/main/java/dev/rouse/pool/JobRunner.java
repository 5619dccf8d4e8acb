package dev.rouse.pool;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs on one worker, with a handler of its own.
 *
 * @param <J> the type of the jobs
 * @param <R> the type of the replies
 */
final class JobRunner<J, R> implements Runner {
  private final JobHandler<J, R> handler;
  private final Worker worker;
  private final int index;
  private final Accounts accounts;
  private final int crashLimit;
  private final BooleanSupplier stopping;

  /** What runs, for who stops the pool. */
  private volatile @Nullable JobFuture<?> current;

  JobRunner(
      JobHandler<J, R> handler,
      Worker worker,
      Accounts accounts,
      int crashLimit,
      BooleanSupplier stopping) {
    this.handler = handler;
    this.worker = worker;
    this.index = worker.index();
    this.accounts = accounts;
    this.crashLimit = crashLimit;
    this.stopping = stopping;
  }

  @Override
  @SuppressWarnings("unchecked") // the pool queues no futures but its own
  public void run(Object task) {
    if (task instanceof JobFuture<?> future) {
      runJob((JobFuture<R>) future);
    } else {
      runTask((Runnable) task);
    }
  }

  @SuppressWarnings("unchecked") // as above
  private void runJob(JobFuture<R> future) {
    if (!future.start()) {
      return; // cancelled, and counted by who has done that
    }
    current = future;
    // After it can be found as the current job: who stops the pool says so first, and then looks.
    if (stopping.getAsBoolean() || future.isDone()) {
      current = null;
      future.end();
      future.cancel(false);
      accounts.cancelled(index);
      return;
    }
    Thread.interrupted(); // by somebody who knows nothing of this job
    R reply;
    try {
      J job = (J) Objects.requireNonNull(future.job());
      reply = handler.handle(job, new Running(future, stopping));
    } catch (Error e) {
      future.end();
      crashed(future, e);
      throw e;
    } catch (Throwable t) { // sneaky ones included
      future.end();
      fail(future, t);
      return;
    } finally {
      current = null;
    }
    future.end();
    future.forget();
    boolean completed = false;
    try {
      completed = future.complete(reply);
    } finally {
      count(completed, Accounts::completed);
    }
  }

  /** Interrupts the job that runs, if there is one. By any thread. */
  void interrupt() {
    JobFuture<?> running = current;
    if (running != null) {
      running.interrupt();
    }
  }

  private void crashed(JobFuture<R> future, Error error) {
    if (future.crash() <= crashLimit && !future.isDone() && !stopping.getAsBoolean()) {
      future.requeue();
      worker.retry(future);
    } else {
      fail(future, error);
    }
  }

  private void fail(JobFuture<R> future, Throwable cause) {
    boolean failed = false;
    try {
      failed = future.completeExceptionally(exception(future, cause));
    } finally {
      future.forget();
      count(failed, Accounts::failed);
    }
  }

  private static JobException exception(JobFuture<?> future, Throwable cause) {
    String type = Objects.requireNonNull(future.job()).getClass().getSimpleName();
    String name = Thread.currentThread().getName();
    String message;
    try {
      message = cause.toString();
    } catch (Throwable t) { // thrown by a message of the user's own
      message = cause.getClass().getName();
    }
    return new JobException(future.number(), name, type, message, cause);
  }

  /** Counts a job as what it has become, or as cancelled if its future was completed before. */
  private void count(boolean mine, ObjIntConsumer<Accounts> counted) {
    if (mine) {
      counted.accept(accounts, index);
    } else {
      accounts.cancelled(index);
    }
  }

  /**
   * A task of the executor fails as in a thread pool: its exception goes to the thread's handler.
   */
  private void runTask(Runnable task) {
    Thread.interrupted(); // by somebody who knows nothing of this task
    try {
      task.run();
    } catch (Error e) {
      accounts.failed(index);
      throw e;
    } catch (Throwable t) {
      Thread thread = Thread.currentThread();
      try {
        thread.getUncaughtExceptionHandler().uncaughtException(thread, t);
      } finally {
        accounts.failed(index);
      }
      return;
    } finally {
      Thread.interrupted(); // the next job has nothing to do with it
    }
    accounts.completed(index);
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
  }
}
