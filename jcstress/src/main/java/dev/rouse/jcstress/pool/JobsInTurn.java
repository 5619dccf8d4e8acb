package dev.rouse.jcstress.pool;

import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Stopwatch;
import dev.rouse.pool.JobHandler;
import dev.rouse.pool.WorkerPool;
import java.util.Objects;
import org.openjdk.jcstress.infra.results.IJ_Result;

/** Jobs that are submitted one by one: each when the one before runs, or has just ended. */
final class JobsInTurn {
  /** How many there are. */
  static final int JOBS = 50;

  private static final int LOST = -1;

  /** The job that runs, or ran last. */
  private volatile long started;

  /** Returns what a worker does with them. */
  JobHandler<Long, Long> handler() {
    return (job, context) -> {
      started = job;
      return job;
    };
  }

  /** Submits all of them, and says whether one did not start in time, and which came last. */
  void submitTo(WorkerPool<Long, Long> pool, IJ_Result r) {
    for (long job = 1; job <= JOBS && r.r1 != LOST; job++) {
      Objects.requireNonNull(pool.trySubmit(job));
      if (!awaitStart(job)) {
        r.r1 = LOST;
      }
      Jitter.pause();
    }
    r.r2 = started;
  }

  private boolean awaitStart(long job) {
    Stopwatch stopwatch = new Stopwatch();
    long start = System.nanoTime();
    while (started != job) {
      if (System.nanoTime() - start >= stopwatch.timeoutNanos()) {
        return stopwatch.wokenInTime();
      }
      Thread.onSpinWait();
    }
    return true;
  }
}
