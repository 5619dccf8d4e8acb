package dev.rouse.jmh.link;

import dev.rouse.ring.Consumer;
import dev.rouse.ring.Producer;
import dev.rouse.ring.SpscRing;
import java.lang.foreign.ValueLayout;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/** The bare ring; both ends poll. */
final class RingLink implements Link {
  private static final int FAR = 32;

  private final SegmentSink sink;
  private final int words;
  private final int batch;
  private final IntConsumer idle;
  private final Producer producer;
  private final Consumer consumer;

  /** The open claims, in the middle: what the sender writes must be far from what others read. */
  private final int[] claims = new int[2 * FAR + 1];

  private volatile boolean closed;

  /**
   * Makes a ring.
   *
   * @param payload the bytes of a message
   * @param batch how many messages are claimed before they are committed
   * @param idle what the receiver does after each look: gets the number of records it has found
   */
  RingLink(int payload, int batch, IntConsumer idle) {
    SpscRing ring = SpscRing.allocate(Links.ringCapacity(payload));
    this.words = payload / Long.BYTES;
    this.sink = new SegmentSink(words);
    this.batch = batch;
    this.idle = idle;
    this.producer = ring.producer();
    this.consumer = ring.consumer();
  }

  @Override
  public void send(long value) {
    if (words == 1) {
      writeOneWord(value);
    } else {
      writeWords(value);
    }
    if (batch == 1) {
      producer.commit();
    } else if (++claims[FAR] == batch) {
      flush();
    }
  }

  private void writeOneWord(long value) {
    long payload = producer.claim(1, Long.BYTES);
    if (payload == Producer.NO_SPACE) {
      payload = claimLater();
    }
    producer.segment().set(ValueLayout.JAVA_LONG, payload, value);
  }

  private void writeWords(long value) {
    long payload = producer.claim(1, words * Long.BYTES);
    if (payload == Producer.NO_SPACE) {
      payload = claimLater();
    }
    Words.write(producer.segment(), payload, words, value);
  }

  private long claimLater() {
    flush();
    long payload;
    do {
      Thread.onSpinWait();
      payload = producer.claim(1, words * Long.BYTES);
    } while (payload == Producer.NO_SPACE);
    return payload;
  }

  @Override
  public void flush() {
    if (claims[FAR] != 0) {
      claims[FAR] = 0;
      producer.commit();
    }
  }

  @Override
  public boolean receive(LongConsumer sink) {
    boolean last = closed;
    int count = consumer.drain(this.sink.of(sink), Links.BATCH);
    idle.accept(count);
    return count != 0 || !last;
  }

  @Override
  public void close() {
    closed = true;
  }
}
