package dev.rouse.jcstress.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.ActorThread;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Stopwatch;
import dev.rouse.pool.JobFuture;
import dev.rouse.pool.WorkerPool;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/**
 * Claim: a thread that waits for space in a full pool is woken by the end of a job, also if it
 * begins to wait just then.
 */
@JCStressTest
@Outcome(id = "true, 2", expect = ACCEPTABLE, desc = "There was space, and both jobs were done.")
@Outcome(expect = FORBIDDEN, desc = "The wake-up was lost.")
@State
public class PoolSpace {
  private final ActorThread thread = new ActorThread();
  private final Meeting meeting = new Meeting();

  /** Of the worker's thread. */
  private int handled;

  private final WorkerPool<Long, Long> pool =
      WorkerPool.<Long, Long>builder(
              () ->
                  (job, context) -> {
                    if (handled++ == 0) {
                      meet();
                    }
                    return job;
                  })
          .workers(1)
          .limit(1)
          .threads(thread)
          .start();

  private final @Nullable JobFuture<Long> first = pool.trySubmit(1L);

  @Actor
  public void submitter(ZI_Result r) {
    meeting.meet();
    Jitter.pause();
    try {
      Stopwatch stopwatch = new Stopwatch();
      JobFuture<Long> second = pool.submit(2L, stopwatch.timeoutNanos(), TimeUnit.NANOSECONDS);
      r.r1 = first != null && second != null && stopwatch.wokenInTime();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      pool.shutdown();
    }
  }

  @Actor
  public void worker(ZI_Result r) {
    thread.play();
    r.r2 = handled;
  }

  /** In the handler, because there is a long way to it from where the worker begins. */
  private void meet() {
    meeting.meet();
  }
}
