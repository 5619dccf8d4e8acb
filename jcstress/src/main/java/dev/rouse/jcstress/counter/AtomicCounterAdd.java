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
import org.openjdk.jcstress.infra.results.JJJ_Result;

/** Claim: concurrent additions are all counted, and each gets a value of its own. */
@JCStressTest
@Outcome(id = "0, 1, 11", expect = ACCEPTABLE, desc = "The first actor came first.")
@Outcome(id = "10, 0, 11", expect = ACCEPTABLE, desc = "The second actor came first.")
@Outcome(expect = FORBIDDEN, desc = "An addition was lost.")
@State
public class AtomicCounterAdd {
  private final AtomicCounter counter;

  public AtomicCounterAdd() {
    var place = Slab.place(AtomicCounter.BYTE_SIZE);
    counter = AtomicCounter.at(place.region(), place.offset());
  }

  @Actor
  public void one(JJJ_Result r) {
    r.r1 = counter.getAndAdd(1);
  }

  @Actor
  public void ten(JJJ_Result r) {
    r.r2 = counter.getAndAdd(10);
  }

  @Arbiter
  public void sum(JJJ_Result r) {
    r.r3 = counter.get();
  }
}
