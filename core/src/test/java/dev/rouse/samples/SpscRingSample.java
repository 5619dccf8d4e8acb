package dev.rouse.samples;

// @start region="program"
import dev.rouse.ring.RingConsumer;
import dev.rouse.ring.RingProducer;
import dev.rouse.ring.SpscRing;
import java.lang.foreign.ValueLayout;

/** Writes a record in place and reads it. */
final class SpscRingSample {
  public static void main(String[] args) {
    SpscRing ring = SpscRing.allocate(64 * 1024);

    RingProducer producer = ring.producer();
    long payload = producer.claim(1, 2 * Long.BYTES); // in place; offer copies
    if (payload != RingProducer.NO_SPACE) {
      producer.segment().set(ValueLayout.JAVA_LONG, payload, 42);
      producer.segment().set(ValueLayout.JAVA_LONG, payload + Long.BYTES, 43);
      producer.commit();
    }

    RingConsumer consumer = ring.consumer();
    consumer.drain((type, segment, offset, length) -> System.out.println(length), 100);
  }
}
// @end
