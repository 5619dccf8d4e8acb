package dev.rouse.jcstress.wait.end;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.wait.Scene;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * Claim: two threads never wait at once: one of them is refused, unless they come one after the
 * other.
 */
@JCStressTest
@Outcome(id = "false", expect = ACCEPTABLE, desc = "One at a time.")
@Outcome(expect = FORBIDDEN, desc = "Two threads waited at once.")
@State
public class WaiterSecondWaiter extends Scene {
  public WaiterSecondWaiter() {
    super(Start.COOL);
  }

  private final AtomicInteger inside = new AtomicInteger();
  private volatile boolean together;

  @Actor
  public void waiter() {
    meet();
    visit();
  }

  @Actor
  public void otherWaiter() {
    meetAndPause();
    visit();
  }

  private void visit() {
    int[] looks = new int[1];
    try {
      waiter.awaitUninterruptibly(() -> look(looks), 1);
    } catch (IllegalStateException e) {
      // Refused.
    }
  }

  private boolean look(int[] looks) {
    if (looks[0]++ > 0) { // the first look is before the wait, all others belong to it
      if (inside.incrementAndGet() > 1) {
        together = true;
      }
      Thread.onSpinWait();
      inside.decrementAndGet();
    }
    return false;
  }

  @Arbiter
  public void together(Z_Result r) {
    r.r1 = together;
  }
}
