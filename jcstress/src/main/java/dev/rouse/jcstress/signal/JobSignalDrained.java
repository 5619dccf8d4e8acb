package dev.rouse.jcstress.signal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Jitter;
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
import org.openjdk.jcstress.infra.results.ZJ_Result;

/**
 * Claim: who waits for the end of all jobs is woken by the completion of the last, and sees what
 * was done before it.
 */
@JCStressTest
@Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "Woken, and sees the work.")
@Outcome(expect = FORBIDDEN, desc = "The wake-up or the work was lost.")
@State
public class JobSignalDrained {
  private final JobSignal signal;
  private long work;
  private final Meeting meeting = new Meeting();

  public JobSignalDrained() {
    var place = Slab.place(JobSignal.BYTE_SIZE);
    signal = JobSignal.create(place.region(), place.offset(), WaitPolicy.parkOnly());
    signal.add(1);
  }

  @Actor
  public void consumer() {
    meeting.meet();
    Jitter.pause();
    work = 1;
    signal.complete(1);
  }

  @Actor
  public void waiter(ZJ_Result r) {
    meeting.meet();
    try {
      Stopwatch stopwatch = new Stopwatch();
      boolean drained = signal.awaitDrained(stopwatch.timeoutNanos(), TimeUnit.NANOSECONDS);
      r.r1 = drained && stopwatch.wokenInTime();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    r.r2 = work;
  }
}
