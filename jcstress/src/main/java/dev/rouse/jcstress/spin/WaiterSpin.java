package dev.rouse.jcstress.spin;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.internal.wait.Deadline;
import dev.rouse.internal.wait.WaitLayout;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.jcstress.suite.Slab;
import dev.rouse.wait.WaitPolicy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;

/** Claim: a waiter that never sleeps sees a close: the state is not hoisted out of its spinning. */
@JCStressTest(Mode.Termination)
@Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "The reader has seen the write.")
@Outcome(expect = FORBIDDEN, desc = "The reader spins for ever.")
@State
public class WaiterSpin {
  private final Waiter cell;

  public WaiterSpin() {
    var place = Slab.place(WaitLayout.BYTE_SIZE);
    cell = new Waiter(place.region().segment(), place.offset(), WaitPolicy.spinOnly());
  }

  @Actor
  public void waiter() {
    cell.awaitUninterruptibly(() -> false, Deadline.FOREVER);
  }

  @Signal
  public void closer() {
    cell.waker().close();
  }
}
