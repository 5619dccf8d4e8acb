package dev.rouse.ring;

import dev.rouse.internal.common.FieldPadding;
import dev.rouse.internal.memory.Lifetime;
import dev.rouse.internal.memory.Words;
import java.lang.foreign.MemorySegment;

/**
 * The consumer's private state. It is on the heap, where a field is read without checks. Only its
 * thread writes it; the close of the region writes the base. All written fields are longs: a
 * smaller field could be placed in the gap after the object's header, before the padding.
 */
abstract class ConsumerFields extends FieldPadding {
  final MemorySegment segment;
  final int capacity;

  /** See {@link Words}. */
  long base;

  /** The head, as this side last wrote it. */
  long freed;

  /** The head, as it stands in memory: not the same as {@link #freed} only after an error. */
  long released;

  /** The tail, as this side last read it. */
  long cachedTail;

  /** Receives a value that was read only to fetch its cache line; it means nothing. */
  long fetched;

  /** How many records the last look found. */
  long found;

  /** The id of the thread in whose drain a handler runs, 0 if none does. */
  long draining;

  /** While a handler runs: where its record starts. */
  long handling;

  /** While a handler runs: where its record ends. */
  long taken;

  /** 1 once a corrupt record was found. */
  long corrupt;

  ConsumerFields(MemorySegment segment, int capacity) {
    this.segment = segment;
    this.capacity = capacity;
    this.base = Words.base(segment);
    Lifetime.use(segment, this, side -> side.base = Words.CLOSED);
  }

  /** Adds 128 bytes of padding after the fields, see {@link FieldPadding}. */
  abstract static class Padded extends ConsumerFields {
    long after0;
    long after1;
    long after2;
    long after3;
    long after4;
    long after5;
    long after6;
    long after7;
    long after8;
    long after9;
    long after10;
    long after11;
    long after12;
    long after13;
    long after14;
    long after15;

    Padded(MemorySegment segment, int capacity) {
      super(segment, capacity);
    }
  }
}
