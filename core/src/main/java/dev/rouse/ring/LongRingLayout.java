package dev.rouse.ring;

import dev.rouse.internal.memory.Words;
import dev.rouse.memory.Region;
import java.lang.foreign.MemorySegment;

/**
 * The layout of a ring of longs in memory. All numbers are in the machine's byte order.
 *
 * <pre>
 *  offset
 *       0  tail     long, written by the producer: how many values it has published; for monitors
 *     128  head     long, written by the consumer: how many slots it has freed
 *     136  format   long, written last when the ring is created: what it is, see {@link RingFormat}
 *     256  slots    8 bytes for each value
 *
 *  slot
 *     bit 63        the lap: 1 in the first, third, fifth ... pass over the ring, 0 in the others
 *     bits 0 to 62  the value
 * </pre>
 *
 * Positions count values since the ring was created and only grow; a position's slot is its
 * remainder by the capacity, a power of two.
 *
 * <h2>A value publishes itself</h2>
 *
 * The producer writes a slot with one store, and the lap's bit in it tells the consumer that the
 * value is there. So nobody polls a position that is written for each value, and a value crosses
 * from core to core on its own cache line. The bit is enough: the producer writes a slot again only
 * after the consumer has freed it, so the consumer never is more than one lap behind. New memory is
 * zero, which in the first lap means "not there yet".
 *
 * <p>The idea is that of the phase tag in the completion queues of NVMe; FastForward (Giacomoni and
 * others, 2008) publishes by the slot, too, with a value that means "empty".
 */
final class LongRingLayout {
  static final long TAIL = 0;
  static final long HEAD = TAIL + Region.ALIGNMENT;
  static final long FORMAT = HEAD + Long.BYTES;
  static final long SLOTS = HEAD + Region.ALIGNMENT;

  static final int MIN_CAPACITY = Region.ALIGNMENT / Long.BYTES;
  static final int MAX_CAPACITY = 1 << 27;

  private LongRingLayout() {}

  static void requireCapacity(int capacity) {
    if (capacity < MIN_CAPACITY || capacity > MAX_CAPACITY || Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException(
          "capacity: %d values, expected a power of two from %d to %d"
              .formatted(capacity, MIN_CAPACITY, MAX_CAPACITY));
    }
  }

  /**
   * Checks that there is a ring of a given capacity, in a valid state.
   *
   * @throws IllegalStateException if not; the message says what was found
   */
  static void requireCreated(MemorySegment segment, int capacity) {
    RingFormat.LONGS.require(segment, FORMAT, capacity);
    // The head is read first, so that the tail is not less than it.
    long base = Words.base(segment);
    long head = Words.getAcquire(segment, base, HEAD);
    long tail = Words.getAcquire(segment, base, TAIL);
    if (head < 0 || tail < head) {
      throw new IllegalStateException(
          "the ring's positions are %d and %d, expected two in this order, 0 or more"
              .formatted(head, tail));
    }
  }

  /**
   * Returns how far to shift the inverse of a position to the left, so that its lap's bit becomes
   * the top bit.
   */
  static int lapShift(int capacity) {
    return Long.SIZE - 1 - Integer.numberOfTrailingZeros(capacity);
  }

  /**
   * Tells whether a slot holds the value of a position.
   *
   * @param slot what was read from the slot
   * @param position the position
   * @param lapShift see {@link #lapShift}
   */
  static boolean isPublished(long slot, long position, int lapShift) {
    return (slot ^ ~position << lapShift) >= 0; // the top bits are equal
  }
}
