package dev.rouse.jcstress.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Jitter;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** Claim: records are received in the order in which they were published, without a gap. */
@JCStressTest
@Outcome(
    id = {"0", "1", "12", "123"},
    expect = ACCEPTABLE,
    desc = "The first ones, in order.")
@Outcome(expect = FORBIDDEN, desc = "Out of order, or one is missing.")
@State
public class SpscRingOrder extends RingScene {
  private static final int CAPACITY = 128;

  public SpscRingOrder() {
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
  public void consumer(J_Result r) {
    meeting.meet();
    Jitter.pause();
    for (int i = 0; i < 3; i++) {
      consumer.poll(
          (type, segment, offset, length) ->
              r.r1 = r.r1 * 10 + segment.get(ValueLayout.JAVA_LONG, offset));
    }
  }
}
