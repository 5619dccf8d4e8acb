package dev.rouse.jmh.link;

import dev.rouse.ring.Consumer;
import dev.rouse.ring.Producer;
import dev.rouse.ring.SpscRing;
import java.lang.foreign.ValueLayout;
import java.util.function.LongConsumer;

/** The bare ring, record by record; both ends poll. */
final class RingLink implements Link {
  private final SegmentSink sink;
  private final int words;
  private final Producer producer;
  private final Consumer consumer;
  private volatile boolean closed;

  RingLink(int payload) {
    SpscRing ring = SpscRing.allocate(Links.ringCapacity(payload));
    this.words = payload / Long.BYTES;
    this.sink = new SegmentSink(words);
    this.producer = ring.producer();
    this.consumer = ring.consumer();
  }

  @Override
  public void send(long value) {
    if (words == 1) {
      sendOneWord(value);
    } else {
      sendWords(value);
    }
  }

  private void sendOneWord(long value) {
    long payload = producer.claim(1, Long.BYTES);
    while (payload == Producer.NO_SPACE) {
      Thread.onSpinWait();
      payload = producer.claim(1, Long.BYTES);
    }
    producer.segment().set(ValueLayout.JAVA_LONG, payload, value);
    producer.commit();
  }

  private void sendWords(long value) {
    int length = words * Long.BYTES;
    long payload = producer.claim(1, length);
    while (payload == Producer.NO_SPACE) {
      Thread.onSpinWait();
      payload = producer.claim(1, length);
    }
    Words.write(producer.segment(), payload, words, value);
    producer.commit();
  }

  @Override
  public int receive(LongConsumer sink) {
    boolean last = closed;
    int count = consumer.drain(this.sink.of(sink), Links.BATCH);
    return count == 0 && last ? END : count;
  }

  @Override
  public void close() {
    closed = true;
  }
}
