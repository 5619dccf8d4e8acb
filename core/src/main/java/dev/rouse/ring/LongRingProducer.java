package dev.rouse.ring;

import static dev.rouse.ring.LongRingLayout.HEAD;
import static dev.rouse.ring.LongRingLayout.TAIL;

import dev.rouse.internal.memory.Words;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * The writing end of a ring of longs, for one thread at a time. Never blocks and never allocates.
 */
public final class LongRingProducer extends LongRingFields.Padded {
  LongRingProducer(MemorySegment segment, int capacity) {
    super(segment, capacity);
    // Acquire: continues after the producer that wrote it.
    position = Words.getAcquire(segment, base, TAIL);
    // The tail is written before the slot. A producer that stopped between the two left a slot that
    // the consumer still waits for.
    if (position > 0
        && !LongRingLayout.isPublished(
            Words.getAcquire(segment, base, slot(position - 1)), position - 1, lapShift)
        && position - 1 >= Words.getAcquire(segment, base, HEAD)) {
      position--;
    }
    limit = position; // as if the ring were full: the first offer reads the head
  }

  /**
   * Publishes a value if there is space for it. Does not wait.
   *
   * @param value the value, 0 or more
   * @return true if it was published, false if the ring is full at present
   * @throws IllegalArgumentException if {@code value} is negative
   * @throws CorruptRecordException if there is no space, and the consumer's position is invalid
   * @throws IllegalStateException if the region is closed
   */
  public boolean offer(long value) {
    if (value < 0) {
      throw negative(value);
    }
    long next = position;
    if (next == limit && !hasSpaceNow()) {
      return false;
    }
    publish(value, next);
    return true;
  }

  /**
   * Publishes values as far as there is space for them. Does not wait. The consumer may see the
   * first ones before the last.
   *
   * @param values where the values are, each 0 or more
   * @param offset the index of the first one
   * @param length how many to publish, 0 or more
   * @return how many were published, from 0 to {@code length}
   * @throws IllegalArgumentException if a value is negative; nothing was published
   * @throws IndexOutOfBoundsException if {@code values} does not have these elements
   * @throws CorruptRecordException if there is not enough space, and the consumer's position is
   *     invalid
   * @throws IllegalStateException if the region is closed
   */
  public int offer(long[] values, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, values.length);
    long all = 0;
    for (int i = 0; i < length; i++) {
      all |= values[offset + i];
    }
    if (all < 0) {
      throw negative(firstNegative(values, offset));
    }
    int count = freeSlots(length);
    long next = position;
    for (int i = 0; i < count; i++) {
      publish(values[offset + i], next + i);
    }
    return count;
  }

  /**
   * Publishes the values of a supplier as far as there is space for them. Does not wait. The
   * supplier is called only when there is space for its value, which is published before the next
   * call.
   *
   * @param values supplies the values, each 0 or more
   * @param limit the largest number of values to publish, at least 1
   * @return how many were published, from 0 to {@code limit}
   * @throws IllegalArgumentException if {@code limit} is not positive, or a value is negative; the
   *     values before it were published
   * @throws CorruptRecordException if there is not enough space, and the consumer's position is
   *     invalid
   * @throws IllegalStateException if the region is closed
   */
  public int offer(LongSupplier values, int limit) {
    Objects.requireNonNull(values, "values");
    if (limit < 1) {
      throw new IllegalArgumentException("limit: " + limit + ", expected 1 or more");
    }
    int count = freeSlots(limit);
    for (int i = 0; i < count; i++) {
      long value = values.getAsLong();
      if (value < 0) {
        throw negative(value);
      }
      // The field is read again: the supplier may have published values itself.
      if (position == this.limit && !hasSpaceNow()) {
        throw new IllegalStateException(
            "the supplier of values has filled the ring itself, expected it to leave space");
      }
      publish(value, position);
    }
    return count;
  }

  /**
   * Tells whether an offer would succeed now.
   *
   * @return true if there is space for a value
   * @throws CorruptRecordException if there is none, and the consumer's position is invalid
   * @throws IllegalStateException if the region is closed
   */
  public boolean hasSpace() {
    return position != limit || hasSpaceNow();
  }

  /**
   * Returns how many values this ring's producers have published.
   *
   * @return the position, in values since the ring was created
   */
  public long position() {
    return position;
  }

  private void publish(long value, long next) {
    // Read before the first store: each ordered access makes the compiler load fields again. This
    // object, which is written last, keeps the memory reachable (see Words).
    MemorySegment memory = segment;
    long start = base;
    long slot = slot(next);
    // The value's top bit is 0, unless another thread has just changed an array that was checked.
    long bits = (value & Long.MAX_VALUE) | (~next << lapShift & Long.MIN_VALUE);
    // For monitors, so opaque is enough. Before the slot: if an error stops this store, nothing was
    // published.
    Words.setOpaque(memory, start, TAIL, next + 1);
    // Release: what this thread did before is visible to the consumer that sees the value.
    Words.setRelease(memory, start, slot, bits);
    position = next + 1;
  }

  /** Returns how many of some slots are free. */
  private int freeSlots(int wanted) {
    if (limit - position < wanted) {
      hasSpaceNow();
    }
    return (int) Math.min(wanted, limit - position);
  }

  /** Reads how far the consumer is. */
  private boolean hasSpaceNow() {
    // Acquire pairs with the consumer's release: it has read the old values before their slots are
    // written again.
    long head = Words.getAcquire(segment, base, HEAD);
    long used = position - head;
    if (used < 0 || used > capacity) {
      throw new CorruptRecordException(
          "position %d: the consumer is at %d, expected 0 to %d values before the producer"
              .formatted(position, head, capacity),
          position);
    }
    limit = head + capacity;
    return used != capacity;
  }

  private static long firstNegative(long[] values, int offset) {
    int i = offset;
    while (values[i] >= 0) {
      i++;
    }
    return values[i];
  }

  private static IllegalArgumentException negative(long value) {
    return new IllegalArgumentException("value: " + value + ", expected 0 or more");
  }
}
