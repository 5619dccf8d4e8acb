package dev.rouse.jcstress.signal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Slab;
import dev.rouse.signal.JobSignal;
import dev.rouse.wait.ClosedException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZJ_Result;

/** Claim: an addition that races the close is either pending afterwards or refused. */
@JCStressTest
@Outcome(id = "true, 3", expect = ACCEPTABLE, desc = "Added before the close.")
@Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "Refused after it.")
@Outcome(expect = FORBIDDEN, desc = "Accepted and lost, or refused and pending.")
@State
public class JobSignalClose {
  private final JobSignal signal;
  private final Meeting meeting = new Meeting();

  public JobSignalClose() {
    var place = Slab.place(JobSignal.BYTE_SIZE);
    signal = JobSignal.create(place.region(), place.offset());
  }

  @Actor
  public void producer(ZJ_Result r) {
    meeting.meet();
    try {
      signal.add(3);
      r.r1 = true;
    } catch (ClosedException e) {
      r.r1 = false;
    }
  }

  @Actor
  public void closer() {
    meeting.meet();
    Jitter.pause();
    signal.close();
  }

  @Arbiter
  public void pending(ZJ_Result r) {
    r.r2 = signal.pending();
  }
}
