package dev.rouse.jcstress.wait.wake;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.wait.Scene;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Claim: a waiter that leaves HOT finds what was published, or is woken for it: the publisher that
 * reads HOT pays no fence, and the waiter's heavy barrier pays for both.
 */
@JCStressTest
@Outcome(id = "READY", expect = ACCEPTABLE, desc = "Found or woken.")
@Outcome(expect = FORBIDDEN, desc = "The wake-up was lost.")
@State
public class WaiterFromHot extends Scene {
  public WaiterFromHot() {
    super(Start.HOT);
  }

  @Actor
  public void publisher() {
    meetAndPause();
    publishAndWake();
    over();
  }

  @Actor
  public void waiter(L_Result r) {
    meet();
    r.r1 = await();
  }
}
