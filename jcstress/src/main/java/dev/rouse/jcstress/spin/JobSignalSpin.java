package dev.rouse.jcstress.spin;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Slab;
import dev.rouse.signal.JobSignal;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;

/** Claim: a thread that spins on the pending count sees jobs: the read is not hoisted. */
@JCStressTest(Mode.Termination)
@Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "The reader has seen the write.")
@Outcome(expect = FORBIDDEN, desc = "The reader spins for ever.")
@State
public class JobSignalSpin {
  private final JobSignal signal;

  public JobSignalSpin() {
    var place = Slab.place(JobSignal.BYTE_SIZE);
    signal = JobSignal.create(place.region(), place.offset());
  }

  @Actor
  public void consumer() {
    while (signal.pending() == 0) {
      // Nothing that would keep a compiler from hoisting the read.
    }
  }

  @Signal
  public void producer() {
    signal.add(1);
  }
}
