package dev.rouse.processes;

import dev.rouse.file.Part;
import dev.rouse.memory.Region;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/**
 * A region file without the library's help: what another process would leave that was killed in the
 * middle of something, or that writes what it likes.
 */
final class RawFile {
  // As the layouts say.
  static final long RECORDS_STATE = 0;
  static final long SPACE_STATE = 256;
  static final long END = 512;
  static final long TAIL = 768;
  static final long SLOTS = TAIL + 256;

  /** The size of the header, and of each part's entry after it; then come those of its roles. */
  static final long HEADER = 128;

  static final long ENTRY = 128;

  /** Where in a role its state is. */
  static final long ROLE_STATE = 24;

  static final int COOL = 0;
  static final int HOT = 3;
  static final int CLOSED = 4;

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

  private final MemorySegment memory;
  private final long offset;

  private RawFile(MemorySegment memory, long offset) {
    this.memory = memory;
    this.offset = offset;
  }

  /** Returns the whole file, from its header on. */
  static RawFile start(Region region) throws IOException {
    return at(region, 0);
  }

  /** Returns a part of a file. */
  static RawFile part(Region region, String label) throws IOException {
    long offset = HEADER + 2 * ENTRY * region.parts().size();
    for (Part part : region.parts()) {
      if (part.label().equals(label)) {
        break;
      }
      offset += (part.byteSize() + 127) / 128 * 128;
    }
    return at(region, offset);
  }

  private static RawFile at(Region region, long offset) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            region.path().orElseThrow(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new RawFile(
          channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), Arena.ofAuto()), offset);
    }
  }

  long get(long at) {
    return (long) LONG.getVolatile(memory, offset + at);
  }

  int getInt(long at) {
    return (int) INT.getVolatile(memory, offset + at);
  }

  void set(long at, long value) {
    LONG.setVolatile(memory, offset + at, value);
  }

  void setInt(long at, int value) {
    INT.setVolatile(memory, offset + at, value);
  }

  /** Publishes a value in the first lap of a channel of longs, and wakes nobody. */
  void publish(long value) {
    long tail = get(TAIL);
    set(TAIL, tail + 1);
    set(SLOTS + tail * Long.BYTES, value | Long.MIN_VALUE);
  }
}
