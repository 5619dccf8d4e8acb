package dev.rouse.jcstress.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.ring.CorruptRecordException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZJI_Result;

/**
 * Claim: a record that does not fit before the end of the ring is received from its start, and the
 * padding in between is not received. The space for it is freed at the same time.
 */
@JCStressTest
@Outcome(
    id = {"true, 30, 3", "true, 10, 2", "false, 10, 2"},
    expect = ACCEPTABLE,
    desc = "The old records, and the new one if it was there.")
@Outcome(expect = FORBIDDEN, desc = "The padding was received, or the record overwrote another.")
@State
public class SpscRingWrap extends RingScene {
  private static final int CAPACITY = 128;
  private static final int LENGTH = 40;

  /**
   * Two records are there; a third fits neither behind them nor, before they are gone, at the
   * start.
   */
  public SpscRingWrap() {
    super(CAPACITY, LENGTH, 1, 9);
  }

  @Actor
  public void producer(ZJI_Result r) {
    meeting.meet();
    r.r1 = send(producer, LENGTH, 20);
  }

  @Actor
  public void consumer(ZJI_Result r) {
    meeting.meet();
    Jitter.pause();
    try {
      for (int i = 0; i < 2; i++) {
        r.r3 +=
            consumer.drain(
                (type, segment, offset, length) ->
                    r.r2 += length == LENGTH ? value(segment, offset, length) : TORN,
                3);
      }
    } catch (CorruptRecordException e) {
      r.r2 = -1;
    }
  }
}
