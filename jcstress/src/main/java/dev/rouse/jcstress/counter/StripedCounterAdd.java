package dev.rouse.jcstress.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.counter.StripedCounter;
import dev.rouse.jcstress.suite.Slab;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * Claim: no addition is lost, also where two threads share a stripe. Each adds several times,
 * because the counter works in another way once they have met.
 */
@JCStressTest
@Outcome(id = "24", expect = ACCEPTABLE, desc = "All were added.")
@Outcome(expect = FORBIDDEN, desc = "Some were lost.")
@State
public class StripedCounterAdd {
  private static final int STRIPES = 1;
  private static final int TIMES = 8;

  private final StripedCounter counter;

  public StripedCounterAdd() {
    var place = Slab.place(StripedCounter.byteSize(STRIPES));
    counter = StripedCounter.at(place.region(), place.offset(), STRIPES);
  }

  @Actor
  public void adder() {
    for (int i = 0; i < TIMES; i++) {
      counter.add(1);
    }
  }

  @Actor
  public void otherAdder() {
    for (int i = 0; i < TIMES; i++) {
      counter.add(2);
    }
  }

  @Arbiter
  public void sum(J_Result r) {
    r.r1 = counter.sum();
  }
}
