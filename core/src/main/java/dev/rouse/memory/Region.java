package dev.rouse.memory;

import dev.rouse.internal.memory.Lifetime;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A piece of off-heap memory in which counters, signals, rings and channels are placed, each at its
 * own offset.
 *
 * <p>A region starts on a 128-byte boundary, and everything in it is placed at multiples of 128
 * bytes. That is two 64-byte cache lines, because on processors that prefetch lines in pairs,
 * neighbours would otherwise contend for a line. On processors with 128-byte lines it is one line.
 *
 * <p>A region can be used by any number of threads, virtual ones included. Nothing in this class
 * waits for them.
 *
 * <p>{@link #close} ends the use of a region at once: every later operation on it, and on what was
 * built in it, throws {@link IllegalStateException}. The memory is released when neither the
 * region, nor one of its segments, nor anything that was built in it can be reached any more,
 * whether the region was closed or not. So released memory is never read or written.
 */
public final class Region implements AutoCloseable {
  /** The alignment of a region and of everything placed in it, in bytes. */
  public static final int ALIGNMENT = 128;

  private static final MemorySegment ZEROES = MemorySegment.ofArray(new byte[1024]).asReadOnly();

  private final MemorySegment segment;
  private final Lifetime lifetime;

  private Region(MemorySegment segment) {
    this.segment = segment;
    this.lifetime = Lifetime.of(segment);
  }

  /**
   * Allocates a zeroed region.
   *
   * @param byteSize the size in bytes, at least 1
   * @return a new region
   * @throws IllegalArgumentException if {@code byteSize} is not positive
   * @throws OutOfMemoryError if there is not that much memory outside the heap
   */
  public static Region allocate(long byteSize) {
    requirePositive(byteSize);
    return new Region(Arena.ofAuto().allocate(byteSize, ALIGNMENT));
  }

  /**
   * Returns the size of this region.
   *
   * @return the size in bytes
   */
  public long byteSize() {
    return segment.byteSize();
  }

  /**
   * Returns all memory of this region. The segment can also be accessed after {@link #close}.
   *
   * @return the segment, of {@link #byteSize} bytes
   */
  public MemorySegment segment() {
    return segment;
  }

  /**
   * Returns a part of this region, to place one thing in it. Callers must not let two things
   * overlap.
   *
   * @param offset where it starts, in bytes from the start of the region; a multiple of {@link
   *     #ALIGNMENT}
   * @param byteSize its size in bytes, at least 1
   * @return the part
   * @throws IllegalArgumentException if {@code offset} is negative or not a multiple of 128, if
   *     {@code byteSize} is not positive, or if the part does not end within the region
   * @throws IllegalStateException if this region is closed
   */
  public MemorySegment slice(long offset, long byteSize) {
    requirePositive(byteSize);
    if (offset < 0 || offset % ALIGNMENT != 0) {
      throw new IllegalArgumentException(
          "offset: " + offset + ", expected a multiple of " + ALIGNMENT + " that is not negative");
    }
    if (byteSize > byteSize() || offset > byteSize() - byteSize) {
      throw new IllegalArgumentException(
          "offset: %d and byteSize: %d reach beyond the region, which has %d bytes"
              .formatted(offset, byteSize, byteSize()));
    }
    if (lifetime.hasEnded()) {
      throw new IllegalStateException("the region is closed, expected one that is open");
    }
    return segment.asSlice(offset, byteSize);
  }

  /**
   * As {@link #slice}, to create something new in it: also checks that the memory holds zeroes.
   *
   * @param offset where it starts, in bytes from the start of the region; a multiple of {@link
   *     #ALIGNMENT}
   * @param byteSize its size in bytes, at least 1
   * @return the part
   * @throws IllegalArgumentException if {@code offset} is negative or not a multiple of 128, if
   *     {@code byteSize} is not positive, if the part does not end within the region, or if a byte
   *     of it is not 0
   * @throws IllegalStateException if this region is closed
   */
  public MemorySegment zeroedSlice(long offset, long byteSize) {
    MemorySegment part = slice(offset, byteSize);
    for (long start = 0; start < byteSize; start += ZEROES.byteSize()) {
      long length = Math.min(ZEROES.byteSize(), byteSize - start);
      long mismatch = MemorySegment.mismatch(part, start, start + length, ZEROES, 0, length);
      if (mismatch >= 0) {
        throw new IllegalArgumentException(
            "offset: the byte at %d of the region is %d, expected zeroed memory: it is already in use"
                .formatted(
                    offset + start + mismatch, part.get(ValueLayout.JAVA_BYTE, start + mismatch)));
      }
    }
    return part;
  }

  /**
   * Tells whether the region was closed.
   *
   * @return true after {@link #close}
   */
  public boolean isClosed() {
    return lifetime.hasEnded();
  }

  /**
   * Ends the use of the region. Threads that wait in the region are woken, and their waits throw
   * {@link IllegalStateException}; so do all later operations that need the memory. A thread in the
   * middle of an operation may complete it. Channels and signals in the region may be closed before
   * or after, but need not be. Does not wait for the users of the region, and releases no memory:
   * see the class. May be called any number of times.
   *
   * @throws IllegalStateException if the system has refused to wake a thread; another call tries
   *     again
   */
  @Override
  public void close() {
    lifetime.end();
  }

  @Override
  public String toString() {
    return "Region[byteSize=" + byteSize() + ", closed=" + isClosed() + "]";
  }

  private static void requirePositive(long byteSize) {
    if (byteSize <= 0) {
      throw new IllegalArgumentException("byteSize: " + byteSize + ", expected at least 1");
    }
  }
}
