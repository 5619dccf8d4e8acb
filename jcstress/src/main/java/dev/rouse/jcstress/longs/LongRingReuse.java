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
import org.openjdk.jcstress.infra.results.ZJ_Result;

/**
 * Claim: a slot is used again only after its value was taken. The ring is full at first; the
 * producer overwrites the value that the consumer takes, as soon as it may.
 */
@JCStressTest
@Outcome(id = "false, 100", expect = ACCEPTABLE, desc = "The ring was still full.")
@Outcome(id = "true, 100", expect = ACCEPTABLE, desc = "The value was taken, then overwritten.")
@Outcome(expect = FORBIDDEN, desc = "The value was overwritten before it was taken.")
@State
public class LongRingReuse {
  private static final int CAPACITY = 16;

  private final LongRingProducer producer;
  private final LongRingConsumer consumer;
  private final Meeting meeting = new Meeting();

  public LongRingReuse() {
    var place = Slab.place(LongRing.byteSize(CAPACITY));
    LongRing ring = LongRing.create(place.region(), place.offset(), CAPACITY);
    producer = ring.producer();
    consumer = ring.consumer();
    for (long value = 100; producer.offer(value); value++) {
      // until it is full
    }
  }

  @Actor
  public void producer(ZJ_Result r) {
    meeting.meet();
    Jitter.pause();
    r.r1 = producer.offer(200);
  }

  @Actor
  public void consumer(ZJ_Result r) {
    meeting.meet();
    r.r2 = consumer.poll();
  }
}
