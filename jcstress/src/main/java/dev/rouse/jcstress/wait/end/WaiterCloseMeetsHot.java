package dev.rouse.jcstress.wait.end;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.wait.Scene;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLZ_Result;

/**
 * Claim: a close that meets a waiter on its way to HOT, or from there to sleep, is not overwritten:
 * the wait ends, and the cell stays closed.
 */
@JCStressTest
@Outcome(
    id = "READY, CLOSED, true",
    expect = ACCEPTABLE,
    desc = "What was there is found, then the close.")
@Outcome(expect = FORBIDDEN, desc = "The close was forgotten.")
@State
public class WaiterCloseMeetsHot extends Scene {
  public WaiterCloseMeetsHot() {
    super(Start.ALMOST_HOT);
  }

  @Actor
  public void closer() {
    meetAndPause();
    waiter.waker().close();
    over();
  }

  @Actor
  public void waiter(LLZ_Result r) {
    meet();
    r.r1 = await();
    r.r2 = awaitSecond();
  }

  @Arbiter
  public void closed(LLZ_Result r) {
    r.r3 = waiter.waker().isClosed();
  }
}
