package dev.rouse.jcstress.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.ActorThread;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.pool.JobFuture;
import dev.rouse.pool.WorkerPool;
import dev.rouse.wait.ClosedException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;

/**
 * Claim: a job that is submitted while the last worker dies, and cannot be replaced, is refused or
 * fails. Its future does not stay open.
 */
@JCStressTest
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Accepted, and failed.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Refused.")
@Outcome(expect = FORBIDDEN, desc = "The job is nowhere, or counted twice.")
@State
public class PoolDeath {
  private static final int OPEN = -1;

  private final ActorThread thread = new ActorThread();
  private final Meeting meeting = new Meeting();
  private final RuntimeException noHandler = new IllegalStateException("no second handler");
  private int made;

  private final WorkerPool<Long, Long> pool =
      WorkerPool.<Long, Long>builder(
              () -> {
                if (made++ != 0) {
                  meet();
                  throw noHandler;
                }
                return (job, context) -> {
                  throw new AssertionError("the worker dies");
                };
              })
          .workers(1)
          .limit(2)
          .threads(thread)
          .start();

  private final JobFuture<Long> first = Objects.requireNonNull(pool.trySubmit(1L));
  private @Nullable JobFuture<Long> second;

  @Actor
  public void submitter() {
    meeting.meet();
    Jitter.pause();
    try {
      second = pool.trySubmit(2L);
    } catch (ClosedException e) {
      second = null;
    }
  }

  /** Just before the worker is known to be the last one, because it takes long to come there. */
  private void meet() {
    meeting.meet();
  }

  @Actor
  public void worker() {
    try {
      thread.play();
    } catch (AssertionError e) {
      // Its death.
    }
  }

  @Arbiter
  public void end(IJ_Result r) {
    JobFuture<Long> accepted = second;
    boolean open = !first.isDone() || (accepted != null && !accepted.isDone());
    r.r1 = open ? OPEN : accepted == null ? 0 : 1;
    r.r2 = pool.statistics().failed() + pool.statistics().givenBack();
  }
}
