package dev.rouse.jcstress.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.ActorThread;
import dev.rouse.pool.WorkerPool;
import dev.rouse.wait.WaitPolicy;
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
  private final ActorThread thread = new ActorThread();

  private final JobsInTurn jobs = new JobsInTurn();

  /** Never spins, so that the way from a job to the sleep is short, and always the same. */
  private final WorkerPool<Long, Long> pool =
      WorkerPool.builder(jobs::handler)
          .workers(1)
          .limit(JobsInTurn.JOBS)
          .waitPolicy(WaitPolicy.parkOnly())
          .threads(thread)
          .start();

  @Actor
  public void submitter(IJ_Result r) {
    try {
      jobs.submitTo(pool, r);
    } finally {
      pool.shutdown();
    }
  }

  @Actor
  public void worker() {
    thread.play();
  }
}
