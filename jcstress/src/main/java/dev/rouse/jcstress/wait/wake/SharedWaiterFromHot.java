package dev.rouse.jcstress.wait.wake;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.internal.wait.Reach;
import dev.rouse.jcstress.wait.Scene;
import dev.rouse.wait.WaitPolicy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Claim: a waiter in a region file that leaves HOT finds what was published, or is woken for it:
 * its barrier reaches the publishers of all processes that pay no fence.
 */
@JCStressTest
@Outcome(id = "READY", expect = ACCEPTABLE, desc = "Found or woken.")
@Outcome(expect = FORBIDDEN, desc = "The wake-up was lost.")
@State
public class SharedWaiterFromHot extends Scene {
  public SharedWaiterFromHot() {
    super(Start.HOT, WaitPolicy.parkOnly(), Reach.MACHINE);
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
