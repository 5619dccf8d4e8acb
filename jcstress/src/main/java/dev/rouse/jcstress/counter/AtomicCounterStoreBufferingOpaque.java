package dev.rouse.jcstress.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.counter.AtomicCounter;
import dev.rouse.jcstress.suite.Slab;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Control: opaque accesses of two counters may miss each other. A run that never saw that is too
 * weak to show that anything else is forbidden.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first actor came last.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The first actor came first.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both wrote before either read.")
@Outcome(
    id = "0, 0",
    expect = ACCEPTABLE_INTERESTING,
    desc = "Both missed the other: the harness sees reordering.")
@Outcome(expect = FORBIDDEN, desc = "A value from nowhere.")
@State
public class AtomicCounterStoreBufferingOpaque {
  private final AtomicCounter x;
  private final AtomicCounter y;

  public AtomicCounterStoreBufferingOpaque() {
    var place = Slab.place(2 * AtomicCounter.BYTE_SIZE);
    x = AtomicCounter.at(place.region(), place.offset());
    y = AtomicCounter.at(place.region(), place.offset() + AtomicCounter.BYTE_SIZE);
  }

  @Actor
  public void first(JJ_Result r) {
    x.setOpaque(1);
    r.r1 = y.getOpaque();
  }

  @Actor
  public void second(JJ_Result r) {
    y.setOpaque(1);
    r.r2 = x.getOpaque();
  }
}
