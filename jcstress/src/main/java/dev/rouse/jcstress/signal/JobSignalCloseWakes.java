package dev.rouse.jcstress.signal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Slab;
import dev.rouse.jcstress.suite.Stopwatch;
import dev.rouse.signal.JobSignal;
import dev.rouse.wait.ClosedException;
import dev.rouse.wait.WaitPolicy;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Claim: a close that meets a consumer on its way to sleep ends its wait. */
@JCStressTest
@Outcome(id = "true", expect = ACCEPTABLE, desc = "The consumer was told.")
@Outcome(expect = FORBIDDEN, desc = "The consumer sleeps for ever.")
@State
public class JobSignalCloseWakes {
  private final JobSignal signal;
  private final Meeting meeting = new Meeting();

  public JobSignalCloseWakes() {
    var place = Slab.place(JobSignal.BYTE_SIZE);
    signal = JobSignal.create(place.region(), place.offset(), WaitPolicy.parkOnly());
  }

  @Actor
  public void closer() {
    meeting.meet();
    Jitter.pause();
    signal.close();
  }

  @Actor
  public void consumer(Z_Result r) {
    meeting.meet();
    Stopwatch stopwatch = new Stopwatch();
    try {
      signal.await(stopwatch.timeoutNanos(), TimeUnit.NANOSECONDS);
    } catch (ClosedException e) {
      r.r1 = stopwatch.wokenInTime();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
