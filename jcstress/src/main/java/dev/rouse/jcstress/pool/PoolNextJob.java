package dev.rouse.jcstress.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.ActorThread;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Stopwatch;
import dev.rouse.pool.WorkerPool;
import dev.rouse.wait.WaitPolicy;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;

/**
 * Claim: a job that is submitted when its worker has just done the one before, and looks for the
 * next one a last time before it sleeps, is done. {@link PoolWake} is about the first sleep, to
 * which there is a long way; here the worker comes there again and again, right after a job.
 */
@JCStressTest
@Outcome(id = "0, 50", expect = ACCEPTABLE, desc = "All jobs were done.")
@Outcome(expect = FORBIDDEN, desc = "The wake-up was lost.")
@State
public class PoolNextJob {
  private static final int JOBS = 50;
  private static final int LOST = -1;

  private final ActorThread thread = new ActorThread();

  /** The job that runs, or ran last. */
  private volatile long started;

  /** Never spins, so that the way from a job to the sleep is short, and always the same. */
  private final WorkerPool<Long, Long> pool =
      WorkerPool.<Long, Long>builder(
              () ->
                  (job, context) -> {
                    started = job;
                    return job;
                  })
          .workers(1)
          .limit(JOBS)
          .waitPolicy(WaitPolicy.parkOnly())
          .threads(thread)
          .start();

  @Actor
  public void submitter(IJ_Result r) {
    try {
      for (long job = 1; job <= JOBS && r.r1 != LOST; job++) {
        Objects.requireNonNull(pool.trySubmit(job));
        if (!awaitStart(job)) {
          r.r1 = LOST;
        }
        Jitter.pause();
      }
      r.r2 = started;
    } finally {
      pool.shutdown();
    }
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

  @Actor
  public void worker() {
    thread.play();
  }
}
