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
 * Claim: of a publisher and a closer that find the waiter asleep, one wakes it, and the cell is
 * closed.
 */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "Woken once.")
@Outcome(expect = FORBIDDEN, desc = "Not woken, or twice, or not closed.")
@State
public class WaitCellWakeOrClose extends Scene {
  public WaitCellWakeOrClose() {
    super(Start.ASLEEP);
  }

  @Actor
  public void publisher() {
    meetAndPause();
    cell.wake();
  }

  @Actor
  public void closer() {
    meetAndPause();
    cell.close();
  }

  @Arbiter
  public void count(I_Result r) {
    r.r1 = cell.isClosed() ? wakes() : -1;
  }
}
