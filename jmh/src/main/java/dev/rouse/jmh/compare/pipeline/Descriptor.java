package dev.rouse.jmh.compare.pipeline;

import dev.rouse.jmh.compare.input.Chunk;
import dev.rouse.jmh.compare.input.Input.Block;
import dev.rouse.jmh.compare.pipeline.Pipeline.BlockHandler;
import dev.rouse.ring.RecordHandler;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The record that says which block to handle: 16 bytes in a ring. */
final class Descriptor {
  static final int TYPE = 1;
  static final int BYTES = 16;

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
    segment.set(ValueLayout.JAVA_LONG, at + PUBLISHED, published);
    segment.set(ValueLayout.JAVA_INT, at + SEQUENCE, sequence);
    segment.set(ValueLayout.JAVA_INT, at + BLOCK, block.index());
  }

  static RecordHandler reader(Chunk chunk, BlockHandler handler) {
    return (type, segment, at, length) ->
        handler.onBlock(
            segment.get(ValueLayout.JAVA_LONG, at + PUBLISHED),
            segment.get(ValueLayout.JAVA_INT, at + SEQUENCE),
            chunk.bytes(segment.get(ValueLayout.JAVA_INT, at + BLOCK)));
  }
}
