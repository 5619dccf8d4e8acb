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
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
public class SpscRingWrap {
  private static final int CAPACITY = 128;
  private static final int LENGTH = 40;
  private static final long TORN = -1000;

  private final Producer producer;
  private final Consumer consumer;
  private final Meeting meeting = new Meeting();

  /**
   * Two records are there; a third fits neither behind them nor, before they are gone, at the
   * start.
   */
  public SpscRingWrap() {
    var place = Slab.place(SpscRing.byteSize(CAPACITY));
    SpscRing ring = SpscRing.create(place.region(), place.offset(), CAPACITY);
    producer = ring.producer();
    consumer = ring.consumer();
    send(1);
    send(9);
  }

  private boolean send(long value) {
    long payload = producer.claim(1, LENGTH);
    if (payload == Producer.NO_SPACE) {
      return false;
    }
    for (int i = 0; i < LENGTH; i += Long.BYTES) {
      producer.segment().set(ValueLayout.JAVA_LONG, payload + i, value);
    }
    producer.commit();
    return true;
  }

  @Actor
  public void producer(ZJI_Result r) {
    meeting.meet();
    r.r1 = send(20);
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
                    r.r2 += length == LENGTH ? value(segment, offset) : TORN,
                3);
      }
    } catch (CorruptRecordException e) {
      r.r2 = -1;
    }
  }

  /** Returns what all words of a record say. */
  private static long value(MemorySegment segment, long offset) {
    long value = segment.get(ValueLayout.JAVA_LONG, offset);
    for (int i = Long.BYTES; i < LENGTH; i += Long.BYTES) {
      if (segment.get(ValueLayout.JAVA_LONG, offset + i) != value) {
        return TORN;
      }
    }
    return value;
  }
}
