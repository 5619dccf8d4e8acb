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

/** Claim: a producer that spins on a full ring sees the space: the head is not hoisted. */
@JCStressTest(Mode.Termination)
@Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "The reader has seen the write.")
@Outcome(expect = FORBIDDEN, desc = "The reader spins for ever.")
@State
public class SpscRingSpaceSpin {
  private static final int CAPACITY = 128;

  private final RingProducer producer;
  private final RingConsumer consumer;

  public SpscRingSpaceSpin() {
    var place = Slab.place(SpscRing.byteSize(CAPACITY));
    SpscRing ring = SpscRing.create(place.region(), place.offset(), CAPACITY);
    producer = ring.producer();
    consumer = ring.consumer();
    send();
    send();
  }

  private void send() {
    producer.claim(1, 56);
    producer.commit();
  }

  @Actor
  public void producer() {
    while (!producer.hasSpace(56)) {
      // Nothing that would keep a compiler from hoisting the read.
    }
  }

  @Signal
  public void consumer() {
    consumer.poll((type, segment, offset, length) -> {});
  }
}
