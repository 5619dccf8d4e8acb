package dev.rouse.ring;

import dev.rouse.internal.memory.Words;
import dev.rouse.memory.Region;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/**
 * The layout of a ring in memory. All numbers are in the machine's byte order.
 *
 * <pre>
 *  offset
 *       0  tail      long, written by the producer: all records before it are published
 *     128  head      long, written by the consumer: all space before it is free again
 *     136  corrupt   long, written by the consumer: 1 once it has found a corrupt record
 *     144  format    long, written last when the ring is created: what it is, see {@link RingFormat}
 *     256  records   capacity bytes
 * </pre>
 *
 * Positions count bytes since the ring was created and only grow; a position's place among the
 * records is its remainder by the capacity, a power of two. The two words are 128 bytes apart,
 * because a word that one side writes slows down each read of a neighbour by the other. What a side
 * needs only for itself is not in this memory ({@link ProducerFields}, {@link ConsumerFields}).
 *
 * <pre>
 *  record, at a multiple of 8
 *       0  length        int, of the payload in bytes
 *       4  type          int, 1 or more; -1 for padding
 *       8  payload       length bytes, then up to 7 unused ones
 * </pre>
 *
 * A record never wraps: where it would, padding fills the space up to the end. Therefore no record
 * may take more than half the capacity, or there would be positions where it could never fit.
 */
final class RingLayout {
  static final long TAIL = 0;
  static final long HEAD = TAIL + Region.ALIGNMENT;
  static final long CORRUPT = HEAD + Long.BYTES;
  static final long FORMAT = CORRUPT + Long.BYTES;
  static final long RECORDS = HEAD + Region.ALIGNMENT;

  static final int HEADER_BYTES = Long.BYTES;
  static final int RECORD_ALIGNMENT = Long.BYTES;
  static final int PADDING_TYPE = -1;

  static final int MIN_CAPACITY = Region.ALIGNMENT;
  static final int MAX_CAPACITY = 1 << 30;

  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private RingLayout() {}

  static void requireCapacity(int capacity) {
    if (capacity < MIN_CAPACITY || capacity > MAX_CAPACITY || Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException(
          "capacity: %d, expected a power of two from %d to %d"
              .formatted(capacity, MIN_CAPACITY, MAX_CAPACITY));
    }
  }

  /**
   * Checks that there is a ring of a given capacity, in a valid state.
   *
   * @throws IllegalStateException if not; the message says what was found
   */
  static void requireCreated(MemorySegment segment, int capacity) {
    RingFormat.RECORDS.require(segment, FORMAT, capacity);
    // The head is read first, so that the tail is not less than it.
    long base = Words.base(segment);
    long head = Words.getAcquire(segment, base, HEAD);
    long used = Words.getAcquire(segment, base, TAIL) - head;
    if (used < 0 || head % RECORD_ALIGNMENT != 0 || used % RECORD_ALIGNMENT != 0) {
      throw new IllegalStateException(
          "the ring's positions are %d and %d, expected multiples of %d in this order"
              .formatted(head, head + used, RECORD_ALIGNMENT));
    }
  }

  static int maxPayload(int capacity) {
    return capacity / 2 - HEADER_BYTES;
  }

  /** Returns how many bytes a record takes in the ring, header and alignment included. */
  static int recordBytes(int payloadLength) {
    return (payloadLength + HEADER_BYTES + RECORD_ALIGNMENT - 1) & -RECORD_ALIGNMENT;
  }

  /**
   * Writes a record's header in one store, so that a reader gets its length and its type from one
   * load. Plain: the header is published by the tail.
   */
  static void writeHeader(MemorySegment segment, long base, long offset, int type, int length) {
    long header =
        LITTLE_ENDIAN
            ? ((long) type << 32) | (length & 0xffff_ffffL)
            : ((long) length << 32) | (type & 0xffff_ffffL);
    Words.set(segment, base, offset, header);
  }

  /** Reads a record's header, once. Plain: the reader has acquired a tail beyond it. */
  static long readHeader(MemorySegment segment, long base, long offset) {
    return Words.get(segment, base, offset);
  }

  static void markCorrupt(MemorySegment segment, long base) {
    // Release, as for any word that the other side reads; it publishes nothing.
    Words.setRelease(segment, base, CORRUPT, 1);
  }

  static boolean isCorrupt(MemorySegment segment, long base) {
    return Words.getAcquire(segment, base, CORRUPT) != 0;
  }

  /** Returns the exception for either side of a ring that a corrupt record has closed. */
  static CorruptRecordException closedAsCorrupt(long position) {
    return new CorruptRecordException(
        "position %d: the ring is closed since a corrupt record was found".formatted(position),
        position);
  }

  static int length(long header) {
    return LITTLE_ENDIAN ? (int) header : (int) (header >>> 32);
  }

  static int type(long header) {
    return LITTLE_ENDIAN ? (int) (header >>> 32) : (int) header;
  }
}
