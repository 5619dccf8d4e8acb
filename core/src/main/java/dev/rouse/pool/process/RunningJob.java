package dev.rouse.pool.process;

import dev.rouse.pool.Job;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * A job in a worker process, as its handler sees it, and whoever cancels it. One for each job, so
 * that a handler that keeps it is told nothing of others.
 */
final class RunningJob implements Job {
  private final long exchange;
  private final long number;
  private final String worker;
  private final BiConsumer<RunningJob, String> reports;
  private final Thread thread = Thread.currentThread();
  private volatile boolean cancelled;

  /** Whether the thread was interrupted for the job; under the lock of this. */
  private boolean interrupted;

  /** Whether the handler has returned; under the lock of this. */
  private boolean ended;

  RunningJob(long exchange, long number, String worker, BiConsumer<RunningJob, String> reports) {
    this.exchange = exchange;
    this.number = number;
    this.worker = worker;
    this.reports = reports;
  }

  /** Tells whether the job is that of an exchange. */
  boolean isOf(long which) {
    return exchange == which;
  }

  /** Returns what goes with everything that is said about the job. */
  <T> Frame<T> frame(T body) {
    return new Frame<>(exchange, number, body);
  }

  void cancel() {
    cancelled = true;
  }

  /** Interrupts the thread that runs the job, once, unless the job has ended. */
  synchronized void interrupt() {
    if (!ended && !interrupted) {
      interrupted = true;
      thread.interrupt();
    }
  }

  /** The handler has returned: from now on no interrupt comes for it, and one that came is gone. */
  void end() {
    synchronized (this) {
      ended = true;
    }
    Thread.interrupted();
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public String worker() {
    return worker;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public void report(Object progress) {
    String text = Objects.requireNonNull(progress, "progress").toString();
    if (Thread.currentThread().equals(thread) && !hasEnded()) {
      reports.accept(this, text);
    }
  }

  private synchronized boolean hasEnded() {
    return ended;
  }
}
