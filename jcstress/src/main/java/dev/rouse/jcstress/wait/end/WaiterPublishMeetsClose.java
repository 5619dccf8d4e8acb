package dev.rouse.jcstress.wait.end;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.internal.wait.Deadline;
import dev.rouse.jcstress.wait.Scene;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LZ_Result;

/**
 * Claim: a publish that meets a waiter who leaves because of the close is either found by the
 * waiter's last look, or its publisher is told that the cell is closed. From HOT, where the
 * publisher does not fence.
 */
@JCStressTest
@Outcome(
    id = "READY, true",
    expect = ACCEPTABLE,
    desc = "Found; the publisher need not know of the close.")
@Outcome(id = "READY, false", expect = ACCEPTABLE, desc = "Found, and the publisher was told.")
@Outcome(id = "CLOSED, false", expect = ACCEPTABLE, desc = "Not found, and the publisher was told.")
@Outcome(expect = FORBIDDEN, desc = "Neither found nor told.")
@State
public class WaiterPublishMeetsClose extends Scene {
  public WaiterPublishMeetsClose() {
    super(Start.HOT);
  }

  @Actor
  public void publisher(LZ_Result r) {
    meetAndPause();
    r.r2 = publishAndWake();
    over();
  }

  @Actor
  public void waiter(LZ_Result r) {
    meet();
    r.r1 = closeAndAwait(Deadline.FOREVER);
  }
}
