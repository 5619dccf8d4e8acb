package dev.rouse.jcstress.wait.wake;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.wait.Scene;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LZ_Result;

/**
 * Claim: a wait does not end because somebody woke the waiter for nothing. The stray wake comes
 * before the publish; the waiter must not call the wait over before it sees that.
 */
@JCStressTest
@Outcome(id = "READY, true", expect = ACCEPTABLE, desc = "Ended when there was something.")
@Outcome(expect = FORBIDDEN, desc = "Ended for nothing, or lost.")
@State
public class WaiterStrayWake extends Scene {
  public WaiterStrayWake() {
    super(Start.COOL);
  }

  @Actor
  public void publisher() {
    meetAndPause();
    waiter.waker().wake();
    publishAndWake();
    over();
  }

  @Actor
  public void waiter(LZ_Result r) {
    meet();
    r.r1 = await();
    r.r2 = published() == 1;
  }
}
