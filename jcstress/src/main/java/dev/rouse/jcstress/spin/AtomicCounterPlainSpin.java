package dev.rouse.jcstress.spin;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.counter.AtomicCounter;
import dev.rouse.jcstress.suite.Slab;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;

/**
 * No claim: a plain read of a counter may be hoisted. It tells whether the compilers do so with
 * off-heap memory, and with that which mutants can be seen.
 */
@JCStressTest(Mode.Termination)
@Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "The reader has seen the write.")
@Outcome(id = "STALE", expect = ACCEPTABLE, desc = "Hoisted; a plain read promises nothing else.")
@Outcome(expect = FORBIDDEN, desc = "Anything else.")
@State
public class AtomicCounterPlainSpin {
  private final AtomicCounter counter;

  public AtomicCounterPlainSpin() {
    var place = Slab.place(AtomicCounter.BYTE_SIZE);
    counter = AtomicCounter.at(place.region(), place.offset());
  }

  @Actor
  public void reader() {
    while (counter.getPlain() == 0) {
      // Nothing that would keep a compiler from hoisting the read.
    }
  }

  @Signal
  public void writer() {
    counter.setOpaque(1);
  }
}
