package dev.rouse.jcstress.wait;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.internal.WaitCell;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Slab;
import dev.rouse.jcstress.suite.Stopwatch;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Claim: a waiter that goes to sleep finds what was published, or is woken for it: both sides
 * fence. The publish is a release store, so nothing but the protocol's own barriers orders it
 * before the read of the state. The wait is timed so that a lost wake-up ends the test as a
 * forbidden outcome instead of a hang.
 */
@JCStressTest
@Outcome(id = "READY", expect = ACCEPTABLE, desc = "Found or woken.")
@Outcome(expect = FORBIDDEN, desc = "The wake-up was lost.")
@State
public class WaitCellFromCool {
  private static final VarHandle PUBLISHED = ValueLayout.JAVA_LONG.varHandle();

  private final Slab.Place place = Slab.place(WaitCell.BYTE_SIZE + 128);
  private final WaitCell cell;

  public WaitCellFromCool() {
    cell = new WaitCell(place.region().segment(), place.offset(), WaitPolicy.parkOnly());
  }

  @Actor
  public void publisher() {
    Jitter.pause();
    PUBLISHED.setRelease(place.region().segment(), place.offset() + WaitCell.BYTE_SIZE, 1L);
    cell.wake();
  }

  @Actor
  public void waiter(L_Result r) {
    Stopwatch stopwatch = new Stopwatch();
    String outcome =
        cell.awaitUninterruptibly(this::isPublished, Stopwatch.TIMEOUT_NANOS).toString();
    r.r1 = stopwatch.wokenInTime() ? outcome : "LOST";
  }

  private boolean isPublished() {
    return (long)
            PUBLISHED.getAcquire(place.region().segment(), place.offset() + WaitCell.BYTE_SIZE)
        != 0;
  }
}
