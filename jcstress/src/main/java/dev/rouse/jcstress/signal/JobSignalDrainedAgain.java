package dev.rouse.jcstress.signal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Slab;
import dev.rouse.jcstress.suite.Stopwatch;
import dev.rouse.signal.JobSignal;
import dev.rouse.wait.WaitPolicy;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Claim: a moment without jobs ends the wait for it, though a job is added right after it. The
 * waiter starts to wait before the moment: the worker looks at it.
 */
@JCStressTest
@Outcome(id = "seen", expect = ACCEPTABLE, desc = "The moment was seen.")
@Outcome(expect = FORBIDDEN, desc = "The waiter has slept through it.")
@State
public class JobSignalDrainedAgain {
  private final JobSignal signal;
  private final Meeting meeting = new Meeting();
  private volatile boolean waited;

  public JobSignalDrainedAgain() {
    var place = Slab.place(JobSignal.BYTE_SIZE);
    signal = JobSignal.create(place.region(), place.offset(), WaitPolicy.parkOnly());
    signal.add(1);
  }

  @Actor
  public void waiter(L_Result r) {
    meeting.meet();
    try {
      Stopwatch stopwatch = new Stopwatch();
      boolean drained = signal.awaitDrained(stopwatch.timeoutNanos(), TimeUnit.NANOSECONDS);
      r.r1 = drained && stopwatch.wokenInTime() ? "seen" : "missed";
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      waited = true;
    }
  }

  @Actor
  public void worker() {
    meeting.meet();
    while (!waited && !signal.toString().matches(".*(PARKING|SLEEPING)\\]")) {
      Thread.onSpinWait();
    }
    signal.complete(1);
    signal.add(1);
  }
}
