package dev.rouse.jcstress.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Slab;
import dev.rouse.ring.Consumer;
import dev.rouse.ring.Producer;
import dev.rouse.ring.SpscRing;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** Claim: records are received in the order in which they were published, without a gap. */
@JCStressTest
@Outcome(
    id = {"0", "1", "12", "123"},
    expect = ACCEPTABLE,
    desc = "The first ones, in order.")
@Outcome(expect = FORBIDDEN, desc = "Out of order, or one is missing.")
@State
public class SpscRingOrder {
  private static final int CAPACITY = 128;

  private final Producer producer;
  private final Consumer consumer;
  private final Meeting meeting = new Meeting();

  public SpscRingOrder() {
    var place = Slab.place(SpscRing.byteSize(CAPACITY));
    SpscRing ring = SpscRing.create(place.region(), place.offset(), CAPACITY);
    producer = ring.producer();
    consumer = ring.consumer();
  }

  @Actor
  public void producer() {
    meeting.meet();
    for (long i = 1; i <= 3; i++) {
      long payload = producer.claim(1, Long.BYTES);
      producer.segment().set(ValueLayout.JAVA_LONG, payload, i);
      producer.commit();
    }
  }

  @Actor
  public void consumer(J_Result r) {
    meeting.meet();
    Jitter.pause();
    for (int i = 0; i < 3; i++) {
      consumer.poll(
          (type, segment, offset, length) ->
              r.r1 = r.r1 * 10 + segment.get(ValueLayout.JAVA_LONG, offset));
    }
  }
}
