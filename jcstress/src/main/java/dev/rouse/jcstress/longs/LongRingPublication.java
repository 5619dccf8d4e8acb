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
import org.openjdk.jcstress.infra.results.JI_Result;

/** Claim: who gets a value sees what its producer did before. */
@JCStressTest
@Outcome(id = "-2, 0", expect = ACCEPTABLE, desc = "The value was not there yet.")
@Outcome(id = "7, 1", expect = ACCEPTABLE, desc = "The value, and what was done before.")
@Outcome(expect = FORBIDDEN, desc = "The value without what was done before it, or another one.")
@State
public class LongRingPublication {
  private static final int CAPACITY = 16;

  private final LongRingProducer producer;
  private final LongRingConsumer consumer;
  private final Meeting meeting = new Meeting();
  private int before;

  public LongRingPublication() {
    var place = Slab.place(LongRing.byteSize(CAPACITY));
    LongRing ring = LongRing.create(place.region(), place.offset(), CAPACITY);
    producer = ring.producer();
    consumer = ring.consumer();
  }

  @Actor
  public void producer() {
    meeting.meet();
    before = 1;
    producer.offer(7);
  }

  @Actor
  public void consumer(JI_Result r) {
    meeting.meet();
    Jitter.pause();
    r.r1 = consumer.poll();
    r.r2 = r.r1 == LongRingConsumer.NONE ? 0 : before;
  }
}
