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
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * Claim: over several laps, each value is taken once and in order, one by one, through a handler
 * and into an array, and nothing of an earlier lap is taken for a value.
 */
@JCStressTest
@Outcome(id = "true", expect = ACCEPTABLE, desc = "Some of the values, in order.")
@Outcome(expect = FORBIDDEN, desc = "Out of order, or one is missing, or an old one came again.")
@State
public class LongRingLaps {
  private static final int CAPACITY = 16;
  private static final int VALUES = 4 * CAPACITY;

  private final LongRingProducer producer;
  private final LongRingConsumer consumer;
  private final Meeting meeting = new Meeting();
  private final long[] target = new long[3];
  private long expected;
  private boolean inOrder = true;

  public LongRingLaps() {
    var place = Slab.place(LongRing.byteSize(CAPACITY));
    LongRing ring = LongRing.create(place.region(), place.offset(), CAPACITY);
    producer = ring.producer();
    consumer = ring.consumer();
  }

  @Actor
  public void producer() {
    meeting.meet();
    int misses = 0;
    for (long value = 0; value < VALUES && misses < 1_000; ) {
      if (producer.offer(value)) {
        value++;
      } else {
        misses++; // at most so many: the consumer may be done
      }
    }
  }

  @Actor
  public void consumer(Z_Result r) {
    meeting.meet();
    Jitter.pause();
    for (int i = 0; i < VALUES / 2 && expected < VALUES; i++) {
      long value = consumer.poll();
      if (value != LongRingConsumer.NONE) {
        take(value);
      }
      consumer.drain(this::take, 3);
      int count = consumer.drain(target, 0, target.length);
      for (int k = 0; k < count; k++) {
        take(target[k]);
      }
    }
    r.r1 = inOrder;
  }

  private void take(long value) {
    inOrder &= value == expected++;
  }
}
