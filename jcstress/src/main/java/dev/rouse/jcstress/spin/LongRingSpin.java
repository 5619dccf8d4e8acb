package dev.rouse.jcstress.spin;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Slab;
import dev.rouse.ring.LongRing;
import dev.rouse.ring.LongRingConsumer;
import dev.rouse.ring.LongRingProducer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;

/** Claim: a consumer that spins on an empty ring of longs sees a value: the slot is not hoisted. */
@JCStressTest(Mode.Termination)
@Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "The reader has seen the write.")
@Outcome(expect = FORBIDDEN, desc = "The reader spins for ever.")
@State
public class LongRingSpin {
  private static final int CAPACITY = 16;

  private final LongRingProducer producer;
  private final LongRingConsumer consumer;

  public LongRingSpin() {
    var place = Slab.place(LongRing.byteSize(CAPACITY));
    LongRing ring = LongRing.create(place.region(), place.offset(), CAPACITY);
    producer = ring.producer();
    consumer = ring.consumer();
  }

  @Actor
  public void consumer() {
    while (!consumer.hasValue()) {
      // Nothing that would keep a compiler from hoisting the read.
    }
  }

  @Signal
  public void producer() {
    producer.offer(1);
  }
}
