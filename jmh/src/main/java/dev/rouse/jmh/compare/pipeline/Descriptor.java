package dev.rouse.jmh.compare.pipeline;

import dev.rouse.jmh.compare.input.Chunk;
import dev.rouse.jmh.compare.input.Input.Block;
import dev.rouse.jmh.compare.pipeline.Pipeline.BlockHandler;
import dev.rouse.ring.RecordHandler;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The record that says which block to handle: 16 bytes, in a ring or as a job. */
final class Descriptor {
  static final int TYPE = 1;
  static final int BYTES = 16;

  // Unaligned: a byte[] on the heap, where a job is written first, promises no alignment.
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

  private static final int PUBLISHED = 0;
  private static final int SEQUENCE = 8;
  private static final int BLOCK = 12;

  private Descriptor() {}

  /** Returns a ring's capacity that is enough for a number of descriptors. */
  static int capacityFor(int descriptors) {
    long bytes = Math.max(1024, (long) descriptors * (BYTES + Long.BYTES));
    return (int) Math.min(1 << 26, Long.highestOneBit(bytes - 1) << 1);
  }

  static void write(MemorySegment segment, long at, long published, Block block, int sequence) {
    segment.set(LONG, at + PUBLISHED, published);
    segment.set(INT, at + SEQUENCE, sequence);
    segment.set(INT, at + BLOCK, block.index());
  }

  static int sequence(MemorySegment segment, long at) {
    return segment.get(INT, at + SEQUENCE);
  }

  static RecordHandler reader(Chunk chunk, BlockHandler handler) {
    return (type, segment, at, length) ->
        handler.onBlock(
            segment.get(LONG, at + PUBLISHED),
            sequence(segment, at),
            chunk.bytes(segment.get(INT, at + BLOCK)));
  }
}
