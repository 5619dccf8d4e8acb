package dev.rouse.ring;

import dev.rouse.internal.common.FieldPadding;
import dev.rouse.internal.memory.Lifetime;
import dev.rouse.internal.memory.Words;
import java.lang.foreign.MemorySegment;

/**
 * The private state of one side of a ring of longs. It is on the heap, where a field is read
 * without checks. Only the side's thread writes it; the close of the region writes the base.
 */
abstract class LongRingFields extends FieldPadding {
  final MemorySegment segment;
  final int capacity;

  /** See {@link Words}. */
  long base;

  /** How far to shift the inverse of a position, see {@link LongRingLayout#lapShift}. */
  final int lapShift;

  /** The position of the next value. */
  long position;

  /** The producer's: the first position whose slot is not known to be free. */
  long limit;

  /**
   * The consumer's: the head as it stands in memory, which is less than the position in a drain.
   */
  long released;

  /** The consumer's: the id of the thread in whose drain a handler runs, 0 if none does. */
  long draining;

  LongRingFields(MemorySegment segment, int capacity) {
    this.segment = segment;
    this.capacity = capacity;
    this.base = Words.base(segment);
    Lifetime.use(segment, this, side -> side.base = Words.CLOSED);
    this.lapShift = LongRingLayout.lapShift(capacity);
  }

  /**
   * Returns the offset of a position's slot. The mask keeps it within the slots, whatever the
   * position is.
   */
  final long slot(long position) {
    return LongRingLayout.SLOTS + ((position & (capacity - 1)) << 3);
  }

  /** Adds 128 bytes of padding after the fields, see {@link FieldPadding}. */
  @SuppressWarnings("unused") // they only take space
  abstract static class Padded extends LongRingFields {
    private long after0;
    private long after1;
    private long after2;
    private long after3;
    private long after4;
    private long after5;
    private long after6;
    private long after7;
    private long after8;
    private long after9;
    private long after10;
    private long after11;
    private long after12;
    private long after13;
    private long after14;
    private long after15;

    Padded(MemorySegment segment, int capacity) {
      super(segment, capacity);
    }
  }
}
