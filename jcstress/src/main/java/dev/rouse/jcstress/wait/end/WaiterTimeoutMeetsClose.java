package dev.rouse.jcstress.wait.end;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.wait.Scene;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LZ_Result;

/**
 * Claim: a waiter whose time is up takes only its own announcement back: a close that comes at that
 * moment stays.
 */
@JCStressTest
@Outcome(id = "TIMED_OUT, true", expect = ACCEPTABLE, desc = "Time was up first.")
@Outcome(id = "CLOSED, true", expect = ACCEPTABLE, desc = "Closed first.")
@Outcome(expect = FORBIDDEN, desc = "The close was forgotten.")
@State
public class WaiterTimeoutMeetsClose extends Scene {
  public WaiterTimeoutMeetsClose() {
    super(Start.COOL);
  }

  @Actor
  public void closer() {
    meetAndPause();
    waiter.waker().close();
    over();
  }

  @Actor
  public void waiter(LZ_Result r) {
    meet();
    r.r1 = await(Jitter.nanos());
  }

  @Arbiter
  public void closed(LZ_Result r) {
    r.r2 = waiter.waker().isClosed();
  }
}
