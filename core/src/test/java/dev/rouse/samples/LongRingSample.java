package dev.rouse.samples;

// @start region="program"
import dev.rouse.ring.LongRing;
import dev.rouse.ring.LongRingConsumer;
import dev.rouse.ring.LongRingProducer;

/** Passes some numbers on, one by one and many at a time. */
final class LongRingSample {
  public static void main(String[] args) {
    LongRing ring = LongRing.allocate(1024);

    LongRingProducer producer = ring.producer();
    if (!producer.offer(42)) {
      System.out.println("full");
    }
    producer.offer(new long[] {43, 44, 45}, 0, 3);

    LongRingConsumer consumer = ring.consumer();
    System.out.println(consumer.poll());
    consumer.drain(value -> System.out.println(value), 100);
  }
}
// @end
