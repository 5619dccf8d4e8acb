package dev.rouse.jcstress.wait.end;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Stopwatch;
import dev.rouse.jcstress.wait.Scene;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Claim: an interrupt that meets a publish loses neither: the wait either ends with the publish,
 * and the interrupt stays pending or is still to come, or it is interrupted, and the next wait
 * finds the publish.
 */
@JCStressTest
@Outcome(id = "READY, READY", expect = ACCEPTABLE, desc = "The publish first.")
@Outcome(id = "INTERRUPTED, READY", expect = ACCEPTABLE, desc = "The interrupt first.")
@Outcome(expect = FORBIDDEN, desc = "The publish or the interrupt was lost.")
@State
public class WaiterInterrupt extends Scene {
  public WaiterInterrupt() {
    super(Start.COOL);
  }

  private volatile @Nullable Thread waiting;

  @Actor
  public void interrupter() {
    meetAndPause();
    Thread thread;
    do {
      thread = waiting;
    } while (thread == null);
    publishAndWake();
    thread.interrupt();
    over();
  }

  @Actor
  public void waiter(LL_Result r) {
    meet();
    waiting = Thread.currentThread();
    r.r1 = awaitInterruptibly();
    r.r2 = await();
    // The interrupt may be still to come, and must not come to the next state's wait.
    Stopwatch stopwatch = new Stopwatch();
    while ("READY".equals(r.r1) && !Thread.interrupted()) {
      if (!stopwatch.wokenInTime()) {
        r.r1 = "NEVER INTERRUPTED";
      }
    }
  }
}
