package dev.rouse.jcstress.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Jitter;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIJ_Result;

/**
 * Claim: a drain hands over no more than its limit, and what it leaves is there for the next one.
 */
@JCStressTest
@Outcome(
    id = {"0, 0, 0", "0, 1, 1", "0, 2, 3", "1, 0, 1", "1, 1, 3", "1, 2, 6"},
    expect = ACCEPTABLE,
    desc = "Within the limits, in order.")
@Outcome(expect = FORBIDDEN, desc = "More than the limit, or one is missing.")
@State
public class SpscRingDrainLimit extends RingScene {
  private static final int CAPACITY = 128;

  public SpscRingDrainLimit() {
    super(CAPACITY);
  }

  @Actor
  public void producer() {
    meeting.meet();
    for (long i = 1; i <= 3; i++) {
      send(producer, Long.BYTES, i);
    }
  }

  @Actor
  public void consumer(IIJ_Result r) {
    meeting.meet();
    Jitter.pause();
    r.r1 = consumer.drain((t, segment, at, n) -> r.r3 += segment.get(ValueLayout.JAVA_LONG, at), 1);
    r.r2 = consumer.drain((t, segment, at, n) -> r.r3 += segment.get(ValueLayout.JAVA_LONG, at), 2);
  }
}
