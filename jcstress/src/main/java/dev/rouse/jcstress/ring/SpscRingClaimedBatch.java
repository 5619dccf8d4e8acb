package dev.rouse.jcstress.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.ring.SpscRing;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;

/** Claim: records that were claimed at once become visible together, also behind padding. */
@JCStressTest
@Outcome(
    id = {"0, 0", "3, 6"},
    expect = ACCEPTABLE,
    desc = "None or all.")
@Outcome(expect = FORBIDDEN, desc = "A part of the batch.")
@State
public class SpscRingClaimedBatch extends RingScene {
  private static final int CAPACITY = 128;

  /** The batch does not fit in what is left before the end of the ring. */
  public SpscRingClaimedBatch() {
    super(CAPACITY, 40, 1, 1);
    consumer.drain((type, segment, offset, length) -> {}, 2);
  }

  @Actor
  public void producer() {
    meeting.meet();
    long payload = producer.claimBatch(1, Long.BYTES, 3);
    for (long i = 1; i <= 3; i++) {
      producer.segment().set(ValueLayout.JAVA_LONG, payload, i);
      payload += SpscRing.recordBytes(Long.BYTES);
    }
    producer.commit();
  }

  @Actor
  public void consumer(IJ_Result r) {
    meeting.meet();
    Jitter.pause();
    r.r1 =
        consumer.drain(
            (type, segment, offset, length) -> r.r2 += segment.get(ValueLayout.JAVA_LONG, offset),
            4);
  }
}
