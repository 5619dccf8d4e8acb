package dev.rouse.pool;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A job that has failed and waits for its next try. One for each retry. */
final class Pause implements Runnable {
  private final Supervisor<?> supervisor;
  private final JobFuture<?> future;
  private final int target;

  /**
   * The timer. Who ends the job first sets the job's state and then looks at this; the worker first
   * sets this and then looks at the state. All four are volatile accesses, so one of the two sees
   * the other, and the timer is cancelled.
   */
  private volatile @Nullable Future<?> timer;

  Pause(Supervisor<?> supervisor, JobFuture<?> future, int target) {
    this.supervisor = supervisor;
    this.future = future;
    this.target = target;
  }

  JobFuture<?> future() {
    return future;
  }

  int target() {
    return target;
  }

  /** The worker has set the timer. */
  void setTimer(@Nullable Future<?> set) {
    timer = set;
    if (future.isWithdrawn()) {
      stop();
    }
  }

  /** It is over: the job goes into a queue. */
  @Override
  public void run() {
    supervisor.resume(this);
  }

  /** The job does not wait any more. */
  void stop() {
    Future<?> set = timer;
    if (set != null) {
      set.cancel(false);
    }
    supervisor.isOver(this);
  }
}
