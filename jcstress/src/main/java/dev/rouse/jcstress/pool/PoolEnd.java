package dev.rouse.jcstress.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.codec.RecordCodec;
import dev.rouse.jcstress.suite.ActorThread;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Stopwatch;
import dev.rouse.pool.CompletionStatus;
import dev.rouse.pool.Submitter;
import dev.rouse.pool.WorkerPool;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Claim: a job that a submitter sends while the pool is shut down is done or cancelled, its
 * submitter is told which, and the worker does not end before.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Done.")
@Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "Cancelled.")
@Outcome(expect = FORBIDDEN, desc = "Lost, or done and reported as cancelled.")
@State
public class PoolEnd {
  private static final int COMPLETED = 1;
  private static final int CANCELLED = 2;

  private final ActorThread thread = new ActorThread();
  private final Meeting meeting = new Meeting();

  /** Of the worker's thread. */
  private int handled;

  /** Of the submitter's thread. */
  private int told;

  private final WorkerPool<Long, Long> pool =
      WorkerPool.builder(
              RecordCodec.ofLong(),
              RecordCodec.ofLong(),
              () ->
                  (job, context) -> {
                    handled++;
                    return job;
                  })
          .workers(1)
          .limit(1)
          .threads(thread)
          .start();

  private final Submitter<Long, Long> submitter =
      pool.newSubmitter(
          1,
          completion ->
              told += completion.status() == CompletionStatus.COMPLETED ? COMPLETED : CANCELLED);

  public PoolEnd() {
    // Gathered here; what races the shutdown is the flush.
    submitter.tryExecute(1L, 0);
  }

  @Actor
  public void submitter(II_Result r) {
    meeting.meet();
    submitter.flush();
    try {
      submitter.await(1, new Stopwatch().timeoutNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    r.r1 = told;
  }

  @Actor
  public void worker(II_Result r) {
    meeting.meet();
    Jitter.pause();
    pool.shutdown();
    thread.play();
    r.r2 = handled;
  }
}
