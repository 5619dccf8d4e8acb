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

/** Claim: volatile accesses of two counters have one order that both threads agree on. */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first actor came last.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The first actor came first.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both wrote before either read.")
@Outcome(expect = FORBIDDEN, desc = "Both missed the other: the accesses have no common order.")
@State
public class AtomicCounterStoreBufferingVolatile {
  private final AtomicCounter x;
  private final AtomicCounter y;

  public AtomicCounterStoreBufferingVolatile() {
    var place = Slab.place(2 * AtomicCounter.BYTE_SIZE);
    x = AtomicCounter.at(place.region(), place.offset());
    y = AtomicCounter.at(place.region(), place.offset() + AtomicCounter.BYTE_SIZE);
  }

  @Actor
  public void first(JJ_Result r) {
    x.set(1);
    r.r1 = y.get();
  }

  @Actor
  public void second(JJ_Result r) {
    y.set(1);
    r.r2 = x.get();
  }
}
