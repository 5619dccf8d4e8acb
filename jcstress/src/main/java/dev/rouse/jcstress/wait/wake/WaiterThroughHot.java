package dev.rouse.jcstress.wait.wake;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.wait.Scene;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLZ_Result;

/**
 * Claim: a publish that meets a waiter on its way from COOL to HOT, or from there back to sleep, is
 * found or woken for. The first wait ends at once and makes the waiter HOT; the second leaves HOT.
 * The interesting outcome shows that the test goes the way it means to.
 */
@JCStressTest
@Outcome(
    id = "READY, READY, true",
    expect = ACCEPTABLE_INTERESTING,
    desc = "Both found or woken for, by way of HOT.")
@Outcome(id = "READY, READY, false", expect = ACCEPTABLE, desc = "The same; HOT was over.")
@Outcome(expect = FORBIDDEN, desc = "A wake-up was lost.")
@State
public class WaiterThroughHot extends Scene {
  public WaiterThroughHot() {
    super(Start.ALMOST_HOT);
  }

  @Actor
  public void publisher() {
    meetAndPause();
    publishAndWake();
    over();
  }

  @Actor
  public void waiter(LLZ_Result r) {
    meet();
    r.r1 = await();
    r.r3 = isHotIfPossible();
    r.r2 = awaitSecond();
  }
}
