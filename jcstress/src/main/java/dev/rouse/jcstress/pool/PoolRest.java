package dev.rouse.jcstress.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.ActorThread;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Stopwatch;
import dev.rouse.pool.WorkerPool;
import dev.rouse.wait.WaitPolicy;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;

/**
 * Claim: a job that is submitted while the thread of a worker ends, because there was nothing to
 * do, is done: the thread finds it and goes on, or another one is started.
 */
@JCStressTest
@Outcome(id = "0, 50", expect = ACCEPTABLE, desc = "All jobs were done.")
@Outcome(expect = FORBIDDEN, desc = "A job was left behind.")
@State
public class PoolRest {
  private static final int JOBS = 50;
  private static final int LOST = -1;

  private final ActorThread thread = new ActorThread();

  /** The job that runs, or ran last. */
  private volatile long started;

  private volatile boolean over;

  /**
   * The thread of the first worker, which always has one, is not played: it never comes to work.
   * The second worker ends whenever it has nothing to do.
   */
  private final WorkerPool<Long, Long> pool =
      WorkerPool.<Long, Long>builder(
              () ->
                  (job, context) -> {
                    started = job;
                    return job;
                  })
          .workers(1, 2)
          .idleTime(0, TimeUnit.NANOSECONDS)
          .limit(JOBS)
          .waitPolicy(WaitPolicy.parkOnly())
          .threads(thread)
          .start();

  /** Makes a state. */
  public PoolRest() {
    thread.skip();
  }

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
      over = true;
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
    while (!over) {
      if (!thread.playIfStarted()) {
        Thread.onSpinWait();
      }
    }
  }
}
