package dev.rouse.jcstress.wait.end;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.wait.Scene;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Claim: a publisher and a closer that find the waiter asleep wake it, and the waiting end is
 * closed. The closer always wakes; the publisher does only if it comes first.
 */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "Closed first.")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Published first.")
@Outcome(expect = FORBIDDEN, desc = "Not woken, or not closed.")
@State
public class WaiterWakeOrClose extends Scene {
  public WaiterWakeOrClose() {
    super(Start.ASLEEP);
  }

  @Actor
  public void publisher() {
    meetAndPause();
    waiter.waker().wake();
  }

  @Actor
  public void closer() {
    meetAndPause();
    waiter.waker().close();
  }

  @Arbiter
  public void count(I_Result r) {
    r.r1 = waiter.waker().isClosed() ? wakes() : -1;
  }
}
