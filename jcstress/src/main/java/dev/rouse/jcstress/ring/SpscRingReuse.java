package dev.rouse.jcstress.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.ring.CorruptRecordException;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZJ_Result;

/**
 * Claim: space is used again only after its record was read. The ring is full at first; the
 * producer overwrites the record that the consumer reads, as soon as it may.
 */
@JCStressTest
@Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "The ring was still full.")
@Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "The record was read, then overwritten.")
@Outcome(expect = FORBIDDEN, desc = "The record was overwritten before it was read.")
@State
public class SpscRingReuse extends RingScene {
  private static final int CAPACITY = 128;
  private static final int LENGTH = 56;

  public SpscRingReuse() {
    super(CAPACITY, LENGTH, 1, 2);
  }

  @Actor
  public void producer(ZJ_Result r) {
    meeting.meet();
    r.r1 = send(producer, LENGTH, 3);
  }

  @Actor
  public void consumer(ZJ_Result r) {
    meeting.meet();
    Jitter.pause();
    try {
      consumer.poll(
          (type, segment, offset, length) -> r.r2 = segment.get(ValueLayout.JAVA_LONG, offset));
    } catch (CorruptRecordException e) {
      r.r2 = -1;
    }
  }
}
