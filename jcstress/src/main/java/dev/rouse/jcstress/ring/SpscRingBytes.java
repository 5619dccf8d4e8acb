package dev.rouse.jcstress.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Jitter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/**
 * Claim: of records of 8, 12 and 64 bytes, each published on its own, the consumer sees the first
 * ones, and all bytes of each. With {@code offer}, which copies.
 */
@JCStressTest
@Outcome(
    id = {"0, true", "1, true", "2, true", "3, true"},
    expect = ACCEPTABLE,
    desc = "Whole records.")
@Outcome(expect = FORBIDDEN, desc = "A part of a record, or a wrong one.")
@State
public class SpscRingBytes extends RingScene {
  private static final int CAPACITY = 256;
  private static final int[] LENGTHS = {8, 12, 64};
  private static final byte FILL = 0x5a;
  private static final MemorySegment SOURCE = MemorySegment.ofArray(new byte[64]).fill(FILL);

  public SpscRingBytes() {
    super(CAPACITY);
  }

  @Actor
  public void producer() {
    meeting.meet();
    for (int length : LENGTHS) {
      producer.offer(length, SOURCE, 0, length);
    }
  }

  @Actor
  public void consumer(IZ_Result r) {
    meeting.meet();
    Jitter.pause();
    r.r2 = true;
    r.r1 =
        consumer.drain(
            (type, segment, offset, length) -> {
              boolean whole = length == type;
              for (int i = 0; i < length; i++) {
                whole &= segment.get(ValueLayout.JAVA_BYTE, offset + i) == FILL;
              }
              r.r2 &= whole;
            },
            3);
  }
}
