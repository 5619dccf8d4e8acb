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
 * Claim: a thread that spins on a counter with {@code getOpaque} sees a write: the read is not
 * hoisted.
 */
@JCStressTest(Mode.Termination)
@Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "The reader has seen the write.")
@Outcome(expect = FORBIDDEN, desc = "The reader spins for ever.")
@State
public class AtomicCounterOpaqueSpin {
  private final AtomicCounter counter;

  public AtomicCounterOpaqueSpin() {
    var place = Slab.place(AtomicCounter.BYTE_SIZE);
    counter = AtomicCounter.at(place.region(), place.offset());
  }

  @Actor
  public void reader() {
    while (counter.getOpaque() == 0) {
      // Nothing that would keep a compiler from hoisting the read.
    }
  }

  @Signal
  public void writer() {
    counter.setOpaque(1);
  }
}
