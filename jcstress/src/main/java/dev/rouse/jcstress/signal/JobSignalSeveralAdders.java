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
import org.openjdk.jcstress.infra.results.J_Result;

/** Claim: no addition of several threads is lost. */
@JCStressTest
@Outcome(id = "5", expect = ACCEPTABLE, desc = "Both were added.")
@Outcome(expect = FORBIDDEN, desc = "One was lost.")
@State
public class JobSignalSeveralAdders {
  private final JobSignal signal;
  private final Meeting meeting = new Meeting();

  public JobSignalSeveralAdders() {
    var place = Slab.place(JobSignal.BYTE_SIZE);
    signal = JobSignal.create(place.region(), place.offset(), WaitPolicy.parkOnly());
  }

  @Actor
  public void producer() {
    meeting.meet();
    signal.add(2);
  }

  @Actor
  public void otherProducer() {
    meeting.meet();
    Jitter.pause();
    signal.add(3);
  }

  @Arbiter
  public void pending(J_Result r) {
    r.r1 = signal.pending();
  }
}
