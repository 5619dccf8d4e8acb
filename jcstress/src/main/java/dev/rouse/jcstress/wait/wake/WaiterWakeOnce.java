package dev.rouse.jcstress.wait.wake;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.wait.Scene;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Claim: of two publishers that find the waiter asleep, one wakes it. */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "Woken once.")
@Outcome(expect = FORBIDDEN, desc = "Not woken, or twice.")
@State
public class WaiterWakeOnce extends Scene {
  public WaiterWakeOnce() {
    super(Start.ASLEEP);
  }

  @Actor
  public void publisher() {
    meetAndPause();
    waiter.waker().wake();
  }

  @Actor
  public void otherPublisher() {
    meetAndPause();
    waiter.waker().wake();
  }

  @Arbiter
  public void count(I_Result r) {
    r.r1 = wakes();
  }
}
