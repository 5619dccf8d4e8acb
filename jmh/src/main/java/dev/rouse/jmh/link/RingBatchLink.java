package dev.rouse.jmh.link;

import dev.rouse.ring.RingProducer;
import dev.rouse.ring.SpscRing;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The bare ring, a batch of records claimed and committed at a time; both ends poll. */
final class RingBatchLink extends PolledRing {
  private final int length;
  private final int distance;

  RingBatchLink(int payload) {
    super(payload);
    this.length = payload;
    this.distance = SpscRing.recordBytes(payload);
  }

  @Override
  public int batch() {
    return Links.BATCH;
  }

  @Override
  public void send(long value) {
    send(value, 1);
  }

  @Override
  public void send(long first, int count) {
    long payload = claim(count);
    MemorySegment memory = producer.segment();
    if (words == 1) {
      for (int i = 0; i < count; i++) {
        memory.set(ValueLayout.JAVA_LONG, payload + (long) i * distance, first + i);
      }
    } else {
      for (int i = 0; i < count; i++) {
        Words.write(memory, payload + (long) i * distance, words, first + i);
      }
    }
    producer.commit();
  }

  private long claim(int count) {
    long payload = producer.claimBatch(1, length, count);
    while (payload == RingProducer.NO_SPACE) {
      Thread.onSpinWait();
      payload = producer.claimBatch(1, length, count);
    }
    return payload;
  }
}
