package dev.rouse.pool;

import dev.rouse.internal.common.Uncaught;
import dev.rouse.internal.wait.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Supervisor} knows of one job. A job without options has none, unless the pool has
 * dead letters or traces submits.
 *
 * <p>The plain fields belong to whoever has the job: first the thread that submits it, then the
 * worker that has started it, then the one that has taken it out of its queue. These pass the job
 * on by its state ({@link JobFuture}) or by a queue, which publish the fields, too.
 */
final class Supervision {
  final Supervisor<?> supervisor;
  final JobOptions options;
  final @Nullable SubmitTrace trace;
  private final Class<?> type;

  /** The history; null if nobody wants it. */
  private final @Nullable List<JobTry> tries;

  /** The worker that the dispatch has named. */
  int target;

  /** How many retries there were, the one that is queued included. */
  int retries;

  private long acceptedNanos;
  private long triedNanos;
  private boolean hasStarted;

  /** The worker of the last try. */
  private String worker = "";

  /** The timer of the expiry, and after the first start, of the time limit. */
  private @Nullable Future<?> deadline;

  /** The pause before the next try, or before the current one. */
  private @Nullable Pause pause;

  /**
   * What the time limit has completed the future with, or has tried to. Written before the future
   * is completed, so who finds it there finds it here.
   */
  private volatile @Nullable JobTimeoutException overtime;

  Supervision(
      Supervisor<?> supervisor,
      Object job,
      JobOptions options,
      @Nullable SubmitTrace trace,
      boolean keepsHistory) {
    this.supervisor = supervisor;
    this.options = options;
    this.trace = trace;
    this.type = job.getClass();
    this.tries = keepsHistory ? new ArrayList<>(1) : null;
  }

  /** The job was accepted, for a worker or for any. */
  void accepted(int byWorker) {
    target = byWorker;
    acceptedNanos = System.nanoTime();
  }

  void setDeadline(@Nullable Future<?> timer) {
    deadline = timer;
  }

  void setPause(Pause next) {
    pause = next;
  }

  /** Tells whether the job has waited for its first start for too long. */
  boolean hasExpired() {
    return !hasStarted
        && options.expiryNanos() != Deadline.FOREVER
        && System.nanoTime() - acceptedNanos >= options.expiryNanos();
  }

  /** A worker begins a try. Returns true for the first one. */
  boolean start() {
    boolean first = !hasStarted;
    hasStarted = true;
    triedNanos = System.nanoTime();
    worker = Thread.currentThread().getName();
    return first;
  }

  /** A try has ended; what the handler has thrown, or null. */
  void tried(@Nullable Throwable failure) {
    if (tries != null) {
      tries.add(new JobTry(worker, System.nanoTime() - triedNanos, failure));
    }
  }

  List<JobTry> tries() {
    return tries == null ? List.of() : tries;
  }

  /** The job has ended, or waits no more: no timer is needed any more. */
  void stopTimers() {
    Future<?> timer = deadline;
    if (timer != null) {
      timer.cancel(false);
    }
    Pause last = pause;
    if (last != null) {
      last.stop();
    }
  }

  JobExpiredException expired(long number) {
    return trace(
        new JobExpiredException(
            number,
            "job %d (%s) has expired: it has waited %s, expected a start within %s"
                .formatted(
                    number,
                    type.getSimpleName(),
                    text(System.nanoTime() - acceptedNanos),
                    text(options.expiryNanos()))));
  }

  /** The time limit is over; what is returned must complete the future. */
  JobTimeoutException overtime(long number) {
    JobTimeoutException failure =
        trace(
            new JobTimeoutException(
                number,
                worker,
                "job %d (%s) has run into its time limit of %s, last in %s"
                    .formatted(number, type.getSimpleName(), text(options.limitNanos()), worker)));
    overtime = failure;
    return failure;
  }

  /** Tells whether the time limit has completed the job's future. */
  boolean isOvertime(JobFuture<?> future) {
    JobTimeoutException failure = overtime;
    return failure != null
        && future.state() == Future.State.FAILED
        && future.exceptionNow() == failure;
  }

  <E extends JobException> E trace(E failure) {
    if (trace != null) {
      failure.addSuppressed(trace.trim());
    }
    return failure;
  }

  /** The handler has reported how far it is. */
  void report(Object progress) {
    Consumer<Object> listener = options.progress();
    if (listener != null) {
      try {
        listener.accept(progress);
      } catch (Error e) {
        throw e; // as if the handler had thrown it
      } catch (Throwable t) { // sneaky ones included
        Uncaught.tell(t);
      }
    }
  }

  /** In the unit that is easiest to read. */
  private static String text(long nanos) {
    return nanos < 10_000_000 ? nanos / 1_000 + " us" : nanos / 1_000_000 + " ms";
  }
}
