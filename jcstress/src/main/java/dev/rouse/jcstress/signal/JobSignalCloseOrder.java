package dev.rouse.jcstress.signal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Slab;
import dev.rouse.signal.JobSignal;
import dev.rouse.wait.ClosedException;
import dev.rouse.wait.WaitPolicy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Claim: once a consumer was told that the signal is closed, no job is accepted any more. The
 * consumer itself tries, at once.
 */
@JCStressTest
@Outcome(id = "refused", expect = ACCEPTABLE, desc = "Nothing is accepted after the end.")
@Outcome(expect = FORBIDDEN, desc = "A job was accepted that nobody will do.")
@State
public class JobSignalCloseOrder {
  private final JobSignal signal;
  private final Meeting meeting = new Meeting();

  public JobSignalCloseOrder() {
    var place = Slab.place(JobSignal.BYTE_SIZE);
    signal = JobSignal.create(place.region(), place.offset(), WaitPolicy.spinOnly());
  }

  @Actor
  public void consumer(L_Result r) {
    meeting.meet();
    try {
      signal.awaitUninterruptibly();
      r.r1 = "no end";
    } catch (ClosedException e) {
      r.r1 = isAccepted() ? "accepted" : "refused";
    }
  }

  private boolean isAccepted() {
    try {
      signal.add(1);
      return true;
    } catch (ClosedException e) {
      return false;
    }
  }

  @Actor
  public void closer() {
    meeting.meet();
    Jitter.pause();
    signal.close();
  }
}
