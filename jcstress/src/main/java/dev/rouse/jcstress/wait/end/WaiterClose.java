package dev.rouse.jcstress.wait.end;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.wait.Scene;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Claim: a close that meets a waiter on its way to sleep ends the wait. */
@JCStressTest
@Outcome(id = "CLOSED", expect = ACCEPTABLE, desc = "The wait has ended.")
@Outcome(expect = FORBIDDEN, desc = "The waiter sleeps for ever.")
@State
public class WaiterClose extends Scene {
  public WaiterClose() {
    super(Start.COOL);
  }

  @Actor
  public void closer() {
    meetAndPause();
    waiter.waker().close();
    over();
  }

  @Actor
  public void waiter(L_Result r) {
    meet();
    r.r1 = await();
  }
}
