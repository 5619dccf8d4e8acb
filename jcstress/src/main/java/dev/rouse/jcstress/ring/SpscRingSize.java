package dev.rouse.jcstress.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Jitter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Claim: who is neither producer nor consumer reads a size from 0 to the capacity, and positions
 * that never go back, whatever the others do meanwhile. One actor plays both of them, so that two
 * processors are enough.
 */
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "In range and forward.")
@Outcome(expect = FORBIDDEN, desc = "Out of range, or backward.")
@State
public class SpscRingSize extends RingScene {
  private static final int CAPACITY = 128;
  private static final int LENGTH = 56;

  public SpscRingSize() {
    super(CAPACITY);
  }

  @Actor
  public void bothEnds() {
    meeting.meet();
    for (int i = 0; i < 8; i++) {
      producer.claim(1, LENGTH);
      producer.commit();
      consumer.poll((type, segment, offset, length) -> {});
    }
  }

  @Actor
  public void observer(ZZ_Result r) {
    meeting.meet();
    Jitter.pause();
    long produced = ring.producerPosition();
    long consumed = ring.consumerPosition();
    int size = ring.size();
    int sizeAgain = ring.size();
    r.r1 = size >= 0 && size <= CAPACITY && sizeAgain >= 0 && sizeAgain <= CAPACITY;
    r.r2 = ring.producerPosition() >= produced && ring.consumerPosition() >= consumed;
  }
}
