package dev.rouse.ring;

import static dev.rouse.ring.LongRingLayout.HEAD;
import static dev.rouse.ring.LongRingLayout.SLOTS;
import static dev.rouse.ring.LongRingLayout.TAIL;

import dev.rouse.internal.memory.Words;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * The reading end of a ring of longs, for one thread at a time. Never blocks and never allocates.
 */
public final class LongRingConsumer extends LongRingFields.Padded {
  /** What {@link #poll} and {@link #peek} return if there is no value at present. */
  public static final long NONE = -2;

  /** A drain frees the slots in parts of the capacity, so that the producer can go on meanwhile. */
  private static final int PARTS = 4;

  private final int partMask;

  LongRingConsumer(MemorySegment segment, int capacity) {
    super(segment, capacity);
    partMask = capacity / PARTS - 1;
    // Acquire: continues after the consumer that wrote it.
    position = Words.getAcquire(segment, base, HEAD);
    released = position;
  }

  /**
   * Takes the next value, if there is one. Does not wait.
   *
   * @return the value, 0 or more, or {@link #NONE}
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public long poll() {
    requireNoHandler();
    long next = position;
    long slot = read(next);
    if (!LongRingLayout.isPublished(slot, next, lapShift)) {
      return NONE;
    }
    // First, so that the value stays if an error stops this store.
    free(next + 1);
    position = next + 1;
    return slot & Long.MAX_VALUE;
  }

  /**
   * Returns the next value, if there is one, and leaves it in the ring. Does not wait.
   *
   * @return the value, 0 or more, or {@link #NONE}
   * @throws IllegalStateException if the region is closed
   */
  public long peek() {
    long slot = read(position);
    return LongRingLayout.isPublished(slot, position, lapShift) ? slot & Long.MAX_VALUE : NONE;
  }

  /**
   * Passes the published values to a handler, in order. Does not wait.
   *
   * <p>If the handler throws, the exception goes to the caller. The value that the handler was
   * given is lost, and only that one: the next call starts with the value after it.
   *
   * @param handler is called with each value
   * @param limit the largest number of values to pass, at least 1
   * @return how many were passed, 0 if there were none
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public int drain(LongConsumer handler, int limit) {
    Objects.requireNonNull(handler, "handler");
    if (limit < 1) {
      throw new IllegalArgumentException("limit: " + limit + ", expected 1 or more");
    }
    requireNoHandler();
    long next = position;
    int count = 0;
    // Locals: each ordered access makes the compiler load fields again. This object, which is used
    // to the end, keeps the memory reachable (see Words). A close of the region ends the next call.
    MemorySegment memory = segment;
    long start = base;
    long mask = (long) capacity - 1;
    long parts = partMask;
    int shift = lapShift;
    draining = Thread.currentThread().threadId();
    try {
      while (count < limit) {
        // Acquire, as in read.
        long slot = Words.getAcquire(memory, start, SLOTS + ((next & mask) << 3));
        if (!LongRingLayout.isPublished(slot, next, shift)) {
          break;
        }
        if ((next & parts) == 0) {
          free(next);
        }
        next++;
        // Before the handler runs: the value is consumed even if the handler throws.
        position = next;
        count++;
        handler.accept(slot & Long.MAX_VALUE);
      }
    } finally {
      draining = 0;
      free(next);
    }
    return count;
  }

  /**
   * Takes the published values into an array, in order. Does not wait.
   *
   * @param target where the values go
   * @param offset the index of the first one
   * @param length the largest number of values to take, 0 or more
   * @return how many were taken, from 0 to {@code length}
   * @throws IndexOutOfBoundsException if {@code target} does not have these elements
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public int drain(long[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    requireNoHandler();
    long next = position;
    int count = 0;
    // Locals, as above.
    MemorySegment memory = segment;
    long start = base;
    long mask = (long) capacity - 1;
    int shift = lapShift;
    while (count < length) {
      // Acquire, as in read.
      long slot = Words.getAcquire(memory, start, SLOTS + ((next + count & mask) << 3));
      if (!LongRingLayout.isPublished(slot, next + count, shift)) {
        break;
      }
      target[offset + count++] = slot & Long.MAX_VALUE;
    }
    if (count != 0) {
      free(next + count);
      position = next + count;
    }
    return count;
  }

  /**
   * Tells whether there are published values that were not taken or passed to a handler yet. In a
   * handler, the value that it was given does not count.
   *
   * @return true if a {@link #poll} would find one
   * @throws IllegalStateException if the region is closed
   */
  public boolean hasValue() {
    return LongRingLayout.isPublished(read(position), position, lapShift);
  }

  /**
   * Frees the slots of the values that were passed to the handler, without waiting for the end of
   * the drain: for a handler that writes to its own ring. Does nothing if the calling thread is not
   * in a handler of this ring.
   *
   * @return true if some space was freed
   */
  public boolean release() {
    if (!isHandling() || position == released) {
      return false;
    }
    free(position);
    return true;
  }

  /**
   * Tells whether the calling thread is in a handler of this ring.
   *
   * @return true if this consumer has called the handler that calls this method
   */
  public boolean isHandling() {
    // Plain, and the producer's thread may ask: it finds its own id only if it wrote it itself.
    return draining == Thread.currentThread().threadId();
  }

  /**
   * Returns how many values this ring's consumers have taken.
   *
   * @return the position, in values since the ring was created
   */
  public long position() {
    return position;
  }

  /**
   * Returns how far the producer has published.
   *
   * @return the position, in values since the ring was created
   * @throws IllegalStateException if the region is closed
   */
  public long producerPosition() {
    long tail = Words.getAcquire(segment, base, TAIL);
    // The tail is written before the slot, for a producer that may have been killed in between.
    boolean last =
        tail <= position || LongRingLayout.isPublished(read(tail - 1), tail - 1, lapShift);
    return last ? tail : tail - 1;
  }

  private long read(long next) {
    // Acquire pairs with the producer's release: what it did before is visible.
    return Words.getAcquire(segment, base, slot(next));
  }

  /** Gives the slots up to a position back to the producer, unless that was done. */
  private void free(long next) {
    // Nobody waits for it in a closed region, and an exception would hide that of a handler.
    if (next != released && base != Words.CLOSED) {
      // Release: the values are read before the producer may overwrite them.
      Words.setRelease(segment, base, HEAD, next);
      released = next;
    }
  }

  private void requireNoHandler() {
    if (draining != 0) {
      throw new IllegalStateException(
          isHandling()
              ? "take by a handler of the same ring, expected none while a handler runs"
              : "%s uses the consumer while the thread with id %d is in a handler of it, expected one thread at a time"
                  .formatted(Thread.currentThread(), draining));
    }
  }
}
