package dev.rouse.jcstress.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.ring.ControlledRecordHandler.Action;
import dev.rouse.ring.CorruptRecordException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZJ_Result;

/**
 * Claim: a record that is peeked at, or left by its handler, is still there afterwards, and its
 * space is not used again meanwhile. The ring is full at first.
 */
@JCStressTest
@Outcome(id = "false, 111", expect = ACCEPTABLE, desc = "Three times the same; still full.")
@Outcome(id = "true, 111", expect = ACCEPTABLE, desc = "Three times the same, then overwritten.")
@Outcome(expect = FORBIDDEN, desc = "Gone, or overwritten, before it was done.")
@State
public class SpscRingLeave extends RingScene {
  private static final int CAPACITY = 128;
  private static final int LENGTH = 56;

  public SpscRingLeave() {
    super(CAPACITY, LENGTH, 1, 2);
  }

  @Actor
  public void producer(ZJ_Result r) {
    meeting.meet();
    Jitter.pause();
    r.r1 = send(producer, LENGTH, 3);
  }

  @Actor
  public void consumer(ZJ_Result r) {
    meeting.meet();
    try {
      consumer.peek((type, segment, offset, length) -> r.r2 += value(segment, offset, length));
      consumer.drainControlled(
          (type, segment, offset, length) -> {
            r.r2 += 10 * value(segment, offset, length);
            return Action.LEAVE;
          },
          2);
      consumer.poll(
          (type, segment, offset, length) -> r.r2 += 100 * value(segment, offset, length));
    } catch (CorruptRecordException e) {
      r.r2 = TORN;
    }
  }
}
