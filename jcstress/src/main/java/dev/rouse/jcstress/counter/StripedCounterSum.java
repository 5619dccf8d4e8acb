package dev.rouse.jcstress.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.counter.StripedCounter;
import dev.rouse.jcstress.suite.Slab;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Claim: a sum while another thread adds is between what was added before it and what will have
 * been added after it, and does not go back.
 */
@JCStressTest
@Outcome(
    id = {"0, 0", "0, 1", "0, 2", "1, 1", "1, 2", "2, 2"},
    expect = ACCEPTABLE,
    desc = "Between the bounds.")
@Outcome(expect = FORBIDDEN, desc = "Out of bounds, or back.")
@State
public class StripedCounterSum {
  private static final int STRIPES = 2;

  private final StripedCounter counter;

  public StripedCounterSum() {
    var place = Slab.place(StripedCounter.byteSize(STRIPES));
    counter = StripedCounter.at(place.region(), place.offset(), STRIPES);
  }

  @Actor
  public void adder() {
    counter.add(1);
    counter.add(1);
  }

  @Actor
  public void reader(JJ_Result r) {
    r.r1 = counter.sum();
    r.r2 = counter.sum();
  }
}
