package dev.rouse.jmh.link;

import dev.rouse.ring.RingConsumer;
import dev.rouse.ring.RingProducer;
import dev.rouse.ring.SpscRing;
import java.util.function.LongConsumer;

/** A bare ring, both ends of which poll; how it is written to is left open. */
abstract class PolledRing implements Link {
  final int words;
  final RingProducer producer;
  private final SegmentSink sink;
  private final RingConsumer consumer;
  private volatile boolean closed;

  PolledRing(int payload) {
    SpscRing ring = SpscRing.allocate(Links.ringCapacity(payload));
    this.words = payload / Long.BYTES;
    this.sink = new SegmentSink(words);
    this.producer = ring.producer();
    this.consumer = ring.consumer();
  }

  @Override
  public final int receive(LongConsumer sink) {
    boolean last = closed;
    int count = consumer.drain(this.sink.of(sink), Links.BATCH);
    return count == 0 && last ? END : count;
  }

  @Override
  public final void close() {
    closed = true;
  }
}
