package dev.rouse.jcstress.signal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Slab;
import dev.rouse.signal.JobSignal;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Claim: only a moment without jobs that comes after the call ends a wait for one. The waiter adds
 * a job right after the other one was completed; its own job stays pending.
 */
@JCStressTest
@Outcome(id = "pending", expect = ACCEPTABLE, desc = "A job was pending all the time.")
@Outcome(expect = FORBIDDEN, desc = "A moment before the call has ended the wait.")
@State
public class JobSignalDrainedOnce {
  private static final int LOOKS = 8;

  private final JobSignal signal;
  private final Meeting meeting = new Meeting();

  public JobSignalDrainedOnce() {
    var place = Slab.place(JobSignal.BYTE_SIZE);
    signal = JobSignal.create(place.region(), place.offset());
    signal.add(1);
  }

  @Actor
  public void worker() {
    meeting.meet();
    Jitter.pause();
    signal.complete(1);
  }

  @Actor
  public void waiter(L_Result r) {
    meeting.meet();
    while (signal.pending() != 0) {
      Thread.onSpinWait();
    }
    signal.add(1);
    // The only job that is pending is this thread's own, so no wait may end.
    r.r1 = isDrained() ? "ended too early" : "pending";
  }

  private boolean isDrained() {
    try {
      for (int i = 0; i < LOOKS; i++) {
        if (signal.awaitDrained(100, TimeUnit.NANOSECONDS)) {
          return true;
        }
      }
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
