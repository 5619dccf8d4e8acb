package dev.rouse.jcstress.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.ActorThread;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Stopwatch;
import dev.rouse.pool.JobFuture;
import dev.rouse.pool.WorkerPool;
import dev.rouse.wait.WaitPolicy;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;

/**
 * Claim: a job that is submitted while the only worker goes to sleep is done, and its submitter
 * gets the reply with everything that the worker did before.
 */
@JCStressTest
@Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "The reply has come.")
@Outcome(expect = FORBIDDEN, desc = "The wake-up was lost, or what the worker did is not seen.")
@State
public class PoolWake {
  private final ActorThread thread = new ActorThread();
  private final Meeting meeting = new Meeting();

  /** Written by the worker, plain. */
  private long written;

  /** Never spins: so the submitter often meets the moment at which the worker goes to sleep. */
  private final WorkerPool<Long, Long> pool =
      WorkerPool.<Long, Long>builder(
              () ->
                  (job, context) -> {
                    written = job;
                    return 1L;
                  })
          .workers(1)
          .limit(1)
          .waitPolicy(WaitPolicy.parkOnly())
          .threads(thread)
          .start();

  @Actor
  public void submitter(IJ_Result r) {
    meeting.meet();
    Jitter.pause();
    try {
      JobFuture<Long> future = pool.submit(7L);
      r.r1 = future.get(new Stopwatch().timeoutNanos(), TimeUnit.NANOSECONDS).intValue();
      r.r2 = written;
    } catch (TimeoutException e) {
      r.r1 = -1;
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    } finally {
      pool.shutdown();
    }
  }

  @Actor
  public void worker() {
    meeting.meet();
    thread.play();
  }
}
