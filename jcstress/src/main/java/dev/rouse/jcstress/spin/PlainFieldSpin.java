package dev.rouse.jcstress.spin;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;

/** Control: a plain read of a field is hoisted, and the suite sees it. */
@JCStressTest(Mode.Termination)
@Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "The reader has seen the write.")
@Outcome(id = "STALE", expect = ACCEPTABLE_INTERESTING, desc = "Hoisted.")
@Outcome(expect = FORBIDDEN, desc = "Anything else.")
@State
public class PlainFieldSpin {
  private int value;

  @Actor
  public void reader() {
    while (value == 0) {
      // Nothing that would keep a compiler from hoisting the read.
    }
  }

  @Signal
  public void writer() {
    value = 1;
  }
}
