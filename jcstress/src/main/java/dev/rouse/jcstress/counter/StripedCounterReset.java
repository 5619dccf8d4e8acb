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
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Claim: what is added while the sum is taken away is in it or in the next one. */
@JCStressTest
@Outcome(
    id = {"0, 2", "1, 1", "2, 0"},
    expect = ACCEPTABLE,
    desc = "Each once.")
@Outcome(expect = FORBIDDEN, desc = "Lost, or counted twice.")
@State
public class StripedCounterReset {
  private static final int STRIPES = 1;

  private final StripedCounter counter;

  public StripedCounterReset() {
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
    r.r1 = counter.sumThenReset();
  }

  @Arbiter
  public void rest(JJ_Result r) {
    r.r2 = counter.sum();
  }
}
