package dev.rouse.memory;

import dev.rouse.internal.os.Sleepers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A piece of off-heap memory in which counters, signals, rings and channels are placed, each at its
 * own offset.
 *
 * <p>A region starts on a 128-byte boundary, and everything in it is placed at multiples of 128
 * bytes. That is two 64-byte cache lines, because on processors that prefetch lines in pairs,
 * neighbours would otherwise contend for a line. On processors with 128-byte lines it is one line.
 *
 * <p>A region can be used by any number of threads, virtual ones included. Nothing in this class
 * blocks, except {@link #close}.
 *
 * <p>Access to a closed region, or to anything built in it, throws {@link IllegalStateException}.
 * Released memory is never read or written.
 */
public final class Region implements AutoCloseable {
  /** The alignment of a region and of everything placed in it, in bytes. */
  public static final int ALIGNMENT = 128;

  private static final MemorySegment ZEROES = MemorySegment.ofArray(new byte[1024]).asReadOnly();

  /** How long a close waits for native calls that use the memory. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private final MemorySegment segment;
  private final @Nullable Arena owned;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Region(MemorySegment segment, @Nullable Arena owned) {
    this.segment = segment;
    this.owned = owned;
  }

  /**
   * Allocates a zeroed region, which lives until it is closed.
   *
   * @param byteSize the size in bytes, at least 1
   * @return a new region
   * @throws IllegalArgumentException if {@code byteSize} is not positive
   * @throws OutOfMemoryError if there is not that much memory outside the heap
   */
  @SuppressWarnings("MustBeClosedChecker") // the region closes it
  public static Region allocateCloseable(long byteSize) {
    requirePositive(byteSize);
    Arena arena = Arena.ofShared();
    try {
      return new Region(arena.allocate(byteSize, ALIGNMENT), arena);
    } catch (Throwable t) {
      arena.close();
      throw t;
    }
  }

  /**
   * Allocates a zeroed region that lives as long as something refers to it or to what was built in
   * it. {@link #close} does nothing to such a region.
   *
   * @param byteSize the size in bytes, at least 1
   * @return a new region
   * @throws IllegalArgumentException if {@code byteSize} is not positive
   * @throws OutOfMemoryError if there is not that much memory outside the heap
   */
  public static Region allocate(long byteSize) {
    requirePositive(byteSize);
    return new Region(Arena.ofAuto().allocate(byteSize, ALIGNMENT), null);
  }

  /**
   * Makes a region of memory that the caller has allocated and will release. {@link #close} does
   * nothing to such a region; it ends with the segment's arena. The bytes are not changed.
   *
   * @param segment native memory that starts on a 128-byte boundary, is writable and can be
   *     accessed by every thread
   * @return a region that covers all of {@code segment}
   * @throws IllegalArgumentException if the segment is on the heap, empty, misaligned, read-only or
   *     confined to a thread; the message says which
   * @throws IllegalStateException if the segment's arena is closed
   */
  public static Region of(MemorySegment segment) {
    Objects.requireNonNull(segment, "segment");
    requireAlive(segment);
    if (!segment.isNative()) {
      throw new IllegalArgumentException(
          "segment: " + segment + " is on the heap, expected native");
    }
    if (segment.byteSize() == 0) {
      throw new IllegalArgumentException("segment: " + segment + " is empty, expected some bytes");
    }
    if (segment.address() % ALIGNMENT != 0) {
      throw new IllegalArgumentException(
          "segment: address 0x%x is misaligned, expected a multiple of %d"
              .formatted(segment.address(), ALIGNMENT));
    }
    if (segment.isReadOnly()) {
      throw new IllegalArgumentException(
          "segment: " + segment + " is read-only, expected writable");
    }
    // A thread that is never started stands for "any other thread".
    if (!segment.isAccessibleBy(Thread.ofPlatform().unstarted(() -> {}))) {
      throw new IllegalArgumentException(
          "segment: " + segment + " is confined to one thread, expected one of a shared arena");
    }
    return new Region(segment, null);
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
   * Returns all memory of this region.
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
    requireAlive(segment);
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
   * Tells whether the memory can still be accessed.
   *
   * @return false once the region, or the arena of its segment, was closed
   */
  public boolean isAlive() {
    return segment.scope().isAlive();
  }

  /**
   * Releases the memory, if this region came from {@link #allocateCloseable}; a second call does
   * nothing. Threads that sleep in the region are woken, and their waits throw {@link
   * IllegalStateException}; so do all later uses of what was built in it. Channels and signals in
   * the region may be closed before, but need not be.
   *
   * <p>Blocks until the threads that sleep in the region have left it, which takes microseconds,
   * and for up to a second if another native call uses the memory. A thread that the close meets in
   * the middle of an access to the memory may find its interrupt status set afterwards: the JDK
   * interrupts it there (seen with JDK 25).
   *
   * @throws IllegalStateException if a native call still uses the memory after that second: it is
   *     not released, and another {@code close} tries again
   */
  @Override
  public void close() {
    if (owned == null || !closed.compareAndSet(false, true)) {
      return;
    }
    boolean interrupted = false;
    try {
      long start = System.nanoTime();
      while (!isReleased()) {
        if (System.nanoTime() - start >= PATIENCE_NANOS) {
          throw new IllegalStateException(
              "close of a region of %d bytes: a native call uses its memory, expected none"
                  .formatted(byteSize()));
        }
        LockSupport.parkNanos(this, PAUSE_NANOS);
        interrupted |= Thread.interrupted(); // with the status set, no pause would be one
      }
      // Those that were about to park when the others were woken: they find the memory released.
      Sleepers.dismiss(segment.scope());
    } catch (RuntimeException | Error e) {
      closed.set(!isAlive()); // if it was not released, another close tries again
      throw e;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Tries to release the memory; returns false if a native call uses it. */
  private boolean isReleased() {
    // Before each attempt: a thread that sleeps in a futex holds the memory, and one that was just
    // about to sleep has missed the wake before.
    Sleepers.dismiss(segment.scope());
    try {
      Objects.requireNonNull(owned).close();
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "Region[byteSize=" + byteSize() + ", alive=" + isAlive() + "]";
  }

  private static void requirePositive(long byteSize) {
    if (byteSize <= 0) {
      throw new IllegalArgumentException("byteSize: " + byteSize + ", expected at least 1");
    }
  }

  private static void requireAlive(MemorySegment segment) {
    if (!segment.scope().isAlive()) {
      throw new IllegalStateException("segment: its arena is closed, expected one that is open");
    }
  }
}
