package dev.rouse.jcstress.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.ActorThread;
import dev.rouse.pool.WorkerPool;
import dev.rouse.wait.WaitPolicy;
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
  private final ActorThread thread = new ActorThread();

  private final JobsInTurn jobs = new JobsInTurn();

  private volatile boolean over;

  /**
   * The thread of the first worker, which always has one, is not played: it never comes to work.
   * The second worker ends whenever it has nothing to do.
   */
  private final WorkerPool<Long, Long> pool =
      WorkerPool.builder(jobs::handler)
          .workers(1, 2)
          .idleTime(0, TimeUnit.NANOSECONDS)
          .limit(JobsInTurn.JOBS)
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
      jobs.submitTo(pool, r);
    } finally {
      over = true;
      pool.shutdown();
    }
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
