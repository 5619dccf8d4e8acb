package dev.rouse.jcstress.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.ActorThread;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.pool.JobFuture;
import dev.rouse.pool.WorkerPool;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZII_Result;

/**
 * Claim: a job that is cancelled when its worker comes to it is counted once: as cancelled exactly
 * if the cancel says so, and the handler runs if it does not.
 */
@JCStressTest
@Outcome(id = "true, 0, 10", expect = ACCEPTABLE, desc = "Cancelled before the start.")
@Outcome(id = "true, 1, 10", expect = ACCEPTABLE, desc = "Cancelled after the start.")
@Outcome(id = "false, 1, 1", expect = ACCEPTABLE, desc = "Done before the cancel.")
@Outcome(expect = FORBIDDEN, desc = "The cancel and the worker do not agree.")
@State
public class PoolCancel {
  private static final int CANCELLED = 10;

  private final ActorThread thread = new ActorThread();
  private final Meeting meeting = new Meeting();

  /** Of the worker's thread. */
  private int handled;

  private final WorkerPool<Long, Long> pool =
      WorkerPool.<Long, Long>builder(
              () ->
                  (job, context) -> {
                    handled++;
                    return job;
                  })
          .workers(1)
          .limit(1)
          .threads(thread)
          .start();

  private final JobFuture<Long> future = Objects.requireNonNull(pool.trySubmit(1L));

  @Actor
  public void submitter(ZII_Result r) {
    meeting.meet();
    Jitter.pause();
    r.r1 = future.cancel(false);
    pool.shutdown();
  }

  @Actor
  public void worker(ZII_Result r) {
    meeting.meet();
    thread.play();
    r.r2 = handled;
    var end = pool.statistics();
    r.r3 = (int) (end.completed() + end.cancelled() * CANCELLED);
  }
}
