package dev.rouse.jmh.link;

import dev.rouse.jmh.memory.OwnWords;
import dev.rouse.ring.Producer;
import dev.rouse.ring.SpscRing;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The bare ring, a batch of records claimed and committed at a time; both ends poll. */
final class RingBatchLink extends PolledRing {
  private static final int OPEN = OwnWords.FIRST;

  private static final int NEXT = OPEN + 1;

  private final int length;
  private final int distance;
  private final long[] own = OwnWords.allocate(2);

  RingBatchLink(int payload) {
    super(payload);
    this.length = payload;
    this.distance = SpscRing.recordBytes(payload);
  }

  @Override
  public void send(long value) {
    long payload = own[OPEN] == 0 ? claim(Links.BATCH) : own[NEXT];
    if (words == 1) {
      producer.segment().set(ValueLayout.JAVA_LONG, payload, value);
    } else {
      Words.write(producer.segment(), payload, words, value);
    }
    own[NEXT] = payload + distance;
    if (++own[OPEN] == Links.BATCH) {
      own[OPEN] = 0;
      producer.commit();
    }
  }

  private long claim(int count) {
    long payload = producer.claimBatch(1, length, count);
    while (payload == Producer.NO_SPACE) {
      Thread.onSpinWait();
      payload = producer.claimBatch(1, length, count);
    }
    return payload;
  }

  /** Sends a batch that is not full: as a smaller one, because a claim is committed as a whole. */
  @Override
  public void flush() {
    int open = (int) own[OPEN];
    if (open == 0) {
      return;
    }
    own[OPEN] = 0;
    MemorySegment memory = producer.segment();
    long first = own[NEXT] - (long) open * distance;
    long bytes = (long) (open - 1) * distance + length;
    byte[] written = memory.asSlice(first, bytes).toArray(ValueLayout.JAVA_BYTE);
    producer.abort();
    // The headers between the payloads are the same again.
    MemorySegment.copy(MemorySegment.ofArray(written), 0, memory, claim(open), bytes);
    producer.commit();
  }
}
