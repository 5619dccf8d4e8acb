package dev.rouse.jmh.link;

import dev.rouse.ring.LongRing;
import dev.rouse.ring.LongRingConsumer;
import dev.rouse.ring.LongRingProducer;
import java.util.function.LongConsumer;

/** The bare ring of longs, one by one; both ends poll. */
final class LongRingLink implements Link {
  private final LongRingProducer producer;
  private final LongRingConsumer consumer;
  private volatile boolean closed;

  LongRingLink(int capacity) {
    LongRing ring = LongRing.allocate(capacity);
    producer = ring.producer();
    consumer = ring.consumer();
  }

  @Override
  public void send(long value) {
    while (!producer.offer(value)) {
      Thread.onSpinWait();
    }
  }

  @Override
  public int receive(LongConsumer sink) {
    boolean last = closed;
    int count = consumer.drain(sink, Links.BATCH);
    return count == 0 && last ? END : count;
  }

  @Override
  public void close() {
    closed = true;
  }
}
