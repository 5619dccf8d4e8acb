package dev.rouse.jcstress.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.counter.AtomicCounter;
import dev.rouse.jcstress.suite.Slab;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZJJ_Result;

/** Claim: a compare-and-set and an addition that meet both take effect, one after the other. */
@JCStressTest
@Outcome(id = "true, 10, 11", expect = ACCEPTABLE, desc = "Set from 0 to 10, then added.")
@Outcome(id = "false, 0, 1", expect = ACCEPTABLE, desc = "Added, so the comparison failed.")
@Outcome(expect = FORBIDDEN, desc = "One of them was lost.")
@State
public class AtomicCounterCompareAndSet {
  private final AtomicCounter counter;

  public AtomicCounterCompareAndSet() {
    var place = Slab.place(AtomicCounter.BYTE_SIZE);
    counter = AtomicCounter.at(place.region(), place.offset());
  }

  @Actor
  public void setter(ZJJ_Result r) {
    r.r1 = counter.compareAndSet(0, 10);
  }

  @Actor
  public void adder(ZJJ_Result r) {
    r.r2 = counter.getAndAdd(1);
  }

  @Arbiter
  public void sum(ZJJ_Result r) {
    r.r3 = counter.get();
  }
}
