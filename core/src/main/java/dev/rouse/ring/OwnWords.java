package dev.rouse.ring;

import dev.rouse.memory.Region;

/**
 * What one side of a ring keeps for itself: a few words with nothing else near them. On the heap,
 * because reading a word there takes fewer checks than in a segment; in an array, and not in
 * fields, because the two sides' objects are made one after another and would share a cache line,
 * and then each write of the one would slow down every read of the other.
 */
final class OwnWords {
  private static final int PADDING = Region.ALIGNMENT / Long.BYTES;
  private static final int WORDS = 6;

  /** The index of the first word. */
  static final int FIRST = PADDING;

  private OwnWords() {}

  /** Returns an array whose words from {@link #FIRST} to {@code FIRST + 5} may be used. */
  static long[] allocate() {
    return new long[PADDING + WORDS + PADDING];
  }
}
