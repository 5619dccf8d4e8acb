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
import org.openjdk.jcstress.infra.results.LI_Result;

/**
 * Claim: a wait whose time is up does not drop what it was woken for: where a publisher has taken
 * the announcement away and woken, the wait says READY.
 */
@JCStressTest
@Outcome(id = "READY, 1", expect = ACCEPTABLE, desc = "Woken in time.")
@Outcome(id = "READY, 0", expect = ACCEPTABLE, desc = "Found.")
@Outcome(
    id = "TIMED_OUT, 0",
    expect = ACCEPTABLE,
    desc = "Time was up before; the next wait finds it.")
@Outcome(expect = FORBIDDEN, desc = "The wake was swallowed, or what it was for.")
@State
public class WaiterTimeout extends Scene {
  public WaiterTimeout() {
    super(Start.COOL);
  }

  @Actor
  public void publisher() {
    meetAndPause();
    publishAndWake();
    over();
  }

  @Actor
  public void waiter(LI_Result r) {
    meet();
    r.r1 = await(Jitter.nanos());
  }

  @Arbiter
  public void count(LI_Result r) {
    r.r2 = published() == 1 ? wakes() : -1;
  }
}
