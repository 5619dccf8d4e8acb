package dev.rouse.ring;

import dev.rouse.internal.memory.Words;
import java.lang.foreign.MemorySegment;

/**
 * The word in memory that tells what kind of ring lies there, in which version, and its capacity.
 */
enum RingFormat {
  RECORDS("ring of %d bytes", 0x52494e47), // "RING"
  LONGS("ring of %d longs", 0x4c4f4e47); // "LONG"

  private static final int VERSION = 1;

  private final String description;
  private final long name;

  RingFormat(String description, long name) {
    this.description = description;
    this.name = name;
  }

  /** Returns the word for a ring of a given capacity: a name, a version, the capacity. */
  private long word(int capacity) {
    return name << 32 | (long) VERSION << 8 | Integer.numberOfTrailingZeros(capacity);
  }

  /** Writes the word, after everything else that the creation of a ring writes. */
  void write(MemorySegment segment, long offset, int capacity) {
    // Release: a thread that attaches and sees the format sees a complete ring.
    Words.setRelease(segment, Words.base(segment), offset, word(capacity));
  }

  /**
   * Checks that there is a ring of a given capacity.
   *
   * @throws IllegalStateException if not; the message says what was found
   */
  void require(MemorySegment segment, long offset, int capacity) {
    long found = Words.getAcquire(segment, Words.base(segment), offset);
    if (found != word(capacity)) {
      throw new IllegalStateException(
          "no %s at the offset: the format word is 0x%x, expected 0x%x"
              .formatted(description.formatted(capacity), found, word(capacity)));
    }
  }
}
