package dev.rouse.jcstress.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Jitter;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;

/** Claim: the consumer sees all bytes of a record or nothing of it. */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The record was not there yet.")
@Outcome(id = "56, 36", expect = ACCEPTABLE, desc = "The whole record.")
@Outcome(expect = FORBIDDEN, desc = "A part of a record.")
@State
public class SpscRingPublication extends RingScene {
  private static final int CAPACITY = 128;
  private static final int WORDS = 7;

  public SpscRingPublication() {
    super(CAPACITY);
  }

  @Actor
  public void producer() {
    meeting.meet();
    long payload = producer.claim(8, WORDS * Long.BYTES);
    for (int i = 0; i < WORDS; i++) {
      producer.segment().set(ValueLayout.JAVA_LONG, payload + (long) i * Long.BYTES, i + 1);
    }
    producer.commit();
  }

  @Actor
  public void consumer(IJ_Result r) {
    meeting.meet();
    Jitter.pause();
    consumer.poll(
        (type, segment, offset, length) -> {
          r.r1 = length;
          long sum = type;
          for (int i = 0; i < WORDS; i++) {
            sum += segment.get(ValueLayout.JAVA_LONG, offset + (long) i * Long.BYTES);
          }
          r.r2 = sum;
        });
  }
}
