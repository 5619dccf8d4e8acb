package dev.rouse.jcstress.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Slab;
import dev.rouse.ring.Consumer;
import dev.rouse.ring.CorruptRecordException;
import dev.rouse.ring.Producer;
import dev.rouse.ring.SpscRing;
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
public class SpscRingReuse {
  private static final int CAPACITY = 128;
  private static final int LENGTH = 56;

  private final Producer producer;
  private final Consumer consumer;
  private final Meeting meeting = new Meeting();

  public SpscRingReuse() {
    var place = Slab.place(SpscRing.byteSize(CAPACITY));
    SpscRing ring = SpscRing.create(place.region(), place.offset(), CAPACITY);
    producer = ring.producer();
    consumer = ring.consumer();
    send(1);
    send(2);
  }

  private boolean send(long value) {
    long payload = producer.claim(1, LENGTH);
    if (payload == Producer.NO_SPACE) {
      return false;
    }
    producer.segment().set(ValueLayout.JAVA_LONG, payload, value);
    producer.commit();
    return true;
  }

  @Actor
  public void producer(ZJ_Result r) {
    meeting.meet();
    r.r1 = send(3);
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
