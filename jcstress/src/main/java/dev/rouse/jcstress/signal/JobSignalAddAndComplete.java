package dev.rouse.jcstress.signal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Slab;
import dev.rouse.signal.JobSignal;
import dev.rouse.wait.WaitPolicy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Claim: an addition and a completion that meet both count. */
@JCStressTest
@Outcome(id = "4, 6", expect = ACCEPTABLE, desc = "Completed first.")
@Outcome(id = "6, 6", expect = ACCEPTABLE, desc = "Added first.")
@Outcome(expect = FORBIDDEN, desc = "One was lost.")
@State
public class JobSignalAddAndComplete {
  private final JobSignal signal;
  private final Meeting meeting = new Meeting();

  public JobSignalAddAndComplete() {
    var place = Slab.place(JobSignal.BYTE_SIZE);
    signal = JobSignal.create(place.region(), place.offset(), WaitPolicy.parkOnly());
    signal.add(5);
  }

  @Actor
  public void producer() {
    meeting.meet();
    signal.add(2);
  }

  @Actor
  public void consumer(JJ_Result r) {
    meeting.meet();
    Jitter.pause();
    r.r1 = signal.complete(1);
  }

  @Arbiter
  public void pending(JJ_Result r) {
    r.r2 = signal.pending();
  }
}
