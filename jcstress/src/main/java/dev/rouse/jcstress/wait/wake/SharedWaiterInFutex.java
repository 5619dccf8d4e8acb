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
 * Claim: a waiter in a region file that really sleeps, in the shared futex, where there is native
 * access, is woken by what is published meanwhile.
 */
@JCStressTest
@Outcome(id = "READY", expect = ACCEPTABLE, desc = "Found or woken.")
@Outcome(expect = FORBIDDEN, desc = "The wake-up was lost.")
@State
public class SharedWaiterInFutex extends Scene {
  public SharedWaiterInFutex() {
    super(WaitPolicy.parkOnly(), Reach.MACHINE);
  }

  @Actor
  public void publisher() {
    meetAndPause();
    publishAndWake();
  }

  @Actor
  public void waiter(L_Result r) {
    meet();
    r.r1 = awaitAsleep();
  }
}
