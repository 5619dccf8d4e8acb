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

/** Claim: the records of a batch become visible together. */
@JCStressTest
@Outcome(
    id = {"0, 0", "3, 6"},
    expect = ACCEPTABLE,
    desc = "None or all.")
@Outcome(expect = FORBIDDEN, desc = "A part of the batch.")
@State
public class SpscRingBatch extends RingScene {
  private static final int CAPACITY = 128;

  public SpscRingBatch() {
    super(CAPACITY);
  }

  @Actor
  public void producer() {
    meeting.meet();
    for (long i = 1; i <= 3; i++) {
      write(producer, Long.BYTES, i);
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
