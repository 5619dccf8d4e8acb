package dev.rouse.jcstress.spin;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Slab;
import dev.rouse.ring.RingConsumer;
import dev.rouse.ring.RingProducer;
import dev.rouse.ring.SpscRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;

/** Claim: a consumer that spins on an empty ring sees a record: the tail is not hoisted. */
@JCStressTest(Mode.Termination)
@Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "The reader has seen the write.")
@Outcome(expect = FORBIDDEN, desc = "The reader spins for ever.")
@State
public class SpscRingRecordSpin {
  private static final int CAPACITY = 128;

  private final RingProducer producer;
  private final RingConsumer consumer;

  public SpscRingRecordSpin() {
    var place = Slab.place(SpscRing.byteSize(CAPACITY));
    SpscRing ring = SpscRing.create(place.region(), place.offset(), CAPACITY);
    producer = ring.producer();
    consumer = ring.consumer();
  }

  @Actor
  public void consumer() {
    while (!consumer.hasRecord()) {
      // Nothing that would keep a compiler from hoisting the read.
    }
  }

  @Signal
  public void producer() {
    producer.claim(1, 8);
    producer.commit();
  }
}
