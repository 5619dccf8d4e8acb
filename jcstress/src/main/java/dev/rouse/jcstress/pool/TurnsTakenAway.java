package dev.rouse.jcstress.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.internal.wait.RevocableTurns;
import dev.rouse.jcstress.suite.Meeting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Claim: a turn that others take away while its thread is about to begin it is either begun or
 * taken away, never both and never neither. The worker of a pool does its jobs by such turns.
 */
@JCStressTest
@Outcome(id = "11, 0", expect = ACCEPTABLE, desc = "Both have begun.")
@Outcome(id = "1, 10", expect = ACCEPTABLE, desc = "The second one was taken away.")
@Outcome(id = "0, 11", expect = ACCEPTABLE, desc = "Both were taken away.")
@Outcome(expect = FORBIDDEN, desc = "A job is done twice, or never.")
@State
public class TurnsTakenAway {
  private static final int TURNS = 2;
  private static final int[] DIGITS = {0, 1, 10};

  private final RevocableTurns turns = RevocableTurns.create();
  private final Meeting meeting = new Meeting();

  @Actor
  public void worker(II_Result r) {
    meeting.meet();
    int begun = 0;
    for (int turn = 1; turn <= TURNS; turn++) {
      if (turns.begin()) {
        begun += DIGITS[turn];
      }
    }
    r.r1 = begun;
  }

  @Actor
  public void other(II_Result r) {
    meeting.meet();
    int taken = 0;
    synchronized (turns) {
      for (long turn = turns.firstToTakeAway(); turn <= TURNS; turn++) {
        taken += DIGITS[(int) turn];
      }
      turns.takeAway(TURNS);
    }
    r.r2 = taken;
  }
}
