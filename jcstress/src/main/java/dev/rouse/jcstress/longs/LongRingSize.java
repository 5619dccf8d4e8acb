package dev.rouse.jcstress.longs;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Slab;
import dev.rouse.ring.LongRing;
import dev.rouse.ring.LongRingConsumer;
import dev.rouse.ring.LongRingProducer;
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
public class LongRingSize {
  private static final int CAPACITY = 16;

  private final LongRing ring;
  private final LongRingProducer producer;
  private final LongRingConsumer consumer;
  private final Meeting meeting = new Meeting();

  public LongRingSize() {
    var place = Slab.place(LongRing.byteSize(CAPACITY));
    ring = LongRing.create(place.region(), place.offset(), CAPACITY);
    producer = ring.producer();
    consumer = ring.consumer();
  }

  @Actor
  public void bothEnds() {
    meeting.meet();
    for (int i = 0; i < 8; i++) {
      producer.offer(i);
      consumer.poll();
    }
  }

  @Actor
  public void observer(ZZ_Result r) {
    meeting.meet();
    Jitter.pause();
    long consumed = ring.consumerPosition();
    long produced = ring.producerPosition();
    int size = ring.size();
    r.r1 = size >= 0 && size <= CAPACITY && produced >= consumed;
    r.r2 = ring.producerPosition() >= produced && ring.consumerPosition() >= consumed;
  }
}
