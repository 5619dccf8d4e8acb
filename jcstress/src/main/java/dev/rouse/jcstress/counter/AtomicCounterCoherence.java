package dev.rouse.jcstress.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.counter.AtomicCounter;
import dev.rouse.jcstress.suite.Slab;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Claim: opaque reads of one counter never go back in time. */
@JCStressTest
@Outcome(
    id = {"0, 0", "0, 1", "0, 2", "1, 1", "1, 2", "2, 2"},
    expect = ACCEPTABLE,
    desc = "Forward.")
@Outcome(expect = FORBIDDEN, desc = "Back to an older value.")
@State
public class AtomicCounterCoherence {
  private final AtomicCounter counter;

  public AtomicCounterCoherence() {
    var place = Slab.place(AtomicCounter.BYTE_SIZE);
    counter = AtomicCounter.at(place.region(), place.offset());
  }

  @Actor
  public void writer() {
    counter.setOpaque(1);
    counter.setOpaque(2);
  }

  @Actor
  public void reader(JJ_Result r) {
    r.r1 = counter.getOpaque();
    r.r2 = counter.getOpaque();
  }
}
