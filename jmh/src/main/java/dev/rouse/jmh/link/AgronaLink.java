package dev.rouse.jmh.link;

import java.util.function.LongConsumer;
import org.agrona.BufferUtil;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.jspecify.annotations.Nullable;

/** Agrona's ring for one producer and one consumer, written in place; both ends poll. */
final class AgronaLink implements Link {
  private static final int CACHE_LINE_PAIR = 128;

  private final OneToOneRingBuffer ring;
  private final int words;
  private @Nullable LongConsumer sink;
  private MessageHandler handler = (type, buffer, index, length) -> {};
  private volatile boolean closed;

  AgronaLink(int payload) {
    this.words = payload / Long.BYTES;
    this.ring =
        new OneToOneRingBuffer(
            new UnsafeBuffer(
                BufferUtil.allocateDirectAligned(
                    Links.ringCapacity(payload) + RingBufferDescriptor.TRAILER_LENGTH,
                    CACHE_LINE_PAIR)));
  }

  /**
   * Makes the ring without checks of bounds. They are compiled out for good when Agrona is loaded:
   * one link of a process has to be made this way before any other.
   */
  static AgronaLink unchecked(int payload) {
    System.setProperty("agrona.disable.bounds.checks", "true");
    return new AgronaLink(payload);
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
    int index = ring.tryClaim(1, Long.BYTES);
    while (index < 0) {
      Thread.onSpinWait();
      index = ring.tryClaim(1, Long.BYTES);
    }
    ring.buffer().putLong(index, value);
    ring.commit(index);
  }

  private void sendWords(long value) {
    int length = words * Long.BYTES;
    int index = ring.tryClaim(1, length);
    while (index < 0) {
      Thread.onSpinWait();
      index = ring.tryClaim(1, length);
    }
    Words.write(ring.buffer(), index, words, value);
    ring.commit(index);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // sinks have no other
  public int receive(LongConsumer wanted) {
    if (sink != wanted) {
      sink = wanted;
      handler =
          words == 1
              ? (type, buffer, index, length) -> wanted.accept(buffer.getLong(index))
              : (type, buffer, index, length) ->
                  wanted.accept(Words.read(buffer, index, length / Long.BYTES));
    }
    boolean last = closed;
    int count = ring.read(handler, Links.BATCH);
    return count == 0 && last ? END : count;
  }

  @Override
  public void close() {
    closed = true;
  }
}
