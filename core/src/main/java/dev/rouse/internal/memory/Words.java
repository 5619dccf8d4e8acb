package dev.rouse.internal.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;

/**
 * Reads and writes the library's own words in a region: counters, positions, headers, states. What
 * users read and write is accessed through segments, which check each access.
 *
 * <p>A checked access to a segment takes some 20 instructions. Where native access is granted, the
 * accesses here go through one segment that spans the whole address space and is a constant, so
 * that hardly more than the access itself is left. What the checks did is done otherwise:
 *
 * <ul>
 *   <li><b>Bounds.</b> The caller masks each offset, or compares it with the size of its block,
 *       before it comes here. Each says so where it does it.
 *   <li><b>Lifetime.</b> The memory belongs to an automatic arena, so it is released only when no
 *       segment of it can be reached. Every method keeps the segment reachable until its access is
 *       done ({@link Reference#reachabilityFence}); its caller has the segment in a field. That is
 *       not enough for a loop of nothing but plain accesses: up to JDK 25, the compiler may take
 *       the base out of such a loop and keep nothing else (JDK-8290892). All other accesses make it
 *       read the base again. So plain accesses are only for loops in which there are others. A
 *       method that keeps the base in a local uses its block, whose field has the segment, after
 *       its last access.
 *   <li><b>Close.</b> A caller keeps the base of its block in a field that the close of the region
 *       sets to {@link #CLOSED} (see {@link Lifetime}). Every method checks it. The field is plain:
 *       a thread that knows of the close sees it, and for any other the memory is still there.
 *   <li><b>Alignment.</b> The mask in the address says to the compiler that it is aligned, and that
 *       it is not negative, so that it leaves both checks out.
 * </ul>
 *
 * <p>The methods repeat each other: a call of a {@link VarHandle} cannot be passed on without
 * losing what makes it fast.
 *
 * <p>Without native access the same calls go through the region's own segment, with all checks.
 *
 * <p>An address is the sum of a base and an offset. Each method has the memory effect of the method
 * of {@link VarHandle} that it is named after, and throws {@link IllegalStateException} if the base
 * is {@link #CLOSED}.
 */
@SuppressWarnings(
    "ReachabilityFenceUsage") // no finally: what throws here has not accessed anything
public final class Words {
  /** The base of a block whose region was closed. */
  public static final long CLOSED = Long.MIN_VALUE;

  /** Whether the accesses are unchecked. */
  public static final boolean UNCHECKED = Words.class.getModule().isNativeAccessEnabled();

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

  /** The bits that the address of an aligned long can have. Addresses are less than 2^62. */
  private static final long LONG_ADDRESS = (1L << 62) - Long.BYTES;

  /** The bits that the address of an aligned int can have. */
  private static final long INT_ADDRESS = (1L << 62) - Integer.BYTES;

  private static final MemorySegment EVERYTHING = everything();

  private Words() {}

  @SuppressWarnings("restricted") // only where native access is granted
  private static MemorySegment everything() {
    return UNCHECKED ? MemorySegment.NULL.reinterpret(Long.MAX_VALUE) : MemorySegment.NULL;
  }

  /**
   * Returns the base of a block of memory.
   *
   * @param segment the block, of an automatic arena, at a multiple of 8
   * @return the base, 0 or more
   */
  public static long base(MemorySegment segment) {
    if (!UNCHECKED) {
      return 0; // offsets count from the start of the segment
    }
    long address = segment.address();
    if (!segment.isNative() || address == 0 || (address & ~LONG_ADDRESS) != 0) {
      throw new IllegalArgumentException(
          "segment: %s, expected native memory at a multiple of 8 below 2^62".formatted(segment));
    }
    return address;
  }

  private static void requireOpen(long base) {
    // 0: an object whose reference was published by a data race, whose base is not visible yet.
    if (UNCHECKED ? base <= 0 : base < 0) {
      throw closed();
    }
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the region is closed, expected one that is open");
  }

  /**
   * Reads a word, for nothing but to fail if its page is missing: the file was truncated. The JVM
   * makes an {@link InternalError} of that for every access but a compare-and-set that is not
   * compiled yet, which ends it (JDK 25). Compiled, a read whose result nobody uses is left out.
   */
  private static void requirePage(MemorySegment segment, long base, long offset) {
    long ignored =
        UNCHECKED
            ? (long) LONG.get(EVERYTHING, base + offset & LONG_ADDRESS)
            : (long) LONG.get(segment, base + offset);
  }

  /** As {@link #requirePage}, for an int. */
  private static void requirePageInt(MemorySegment segment, long base, long offset) {
    int ignored =
        UNCHECKED
            ? (int) INT.get(EVERYTHING, base + offset & INT_ADDRESS)
            : (int) INT.get(segment, base + offset);
  }

  /** Reads a long. */
  public static long get(MemorySegment segment, long base, long offset) {
    requireOpen(base);
    long result =
        UNCHECKED
            ? (long) LONG.get(EVERYTHING, base + offset & LONG_ADDRESS)
            : (long) LONG.get(segment, base + offset);
    Reference.reachabilityFence(segment);
    return result;
  }

  /** Reads a long. */
  public static long getOpaque(MemorySegment segment, long base, long offset) {
    requireOpen(base);
    long result =
        UNCHECKED
            ? (long) LONG.getOpaque(EVERYTHING, base + offset & LONG_ADDRESS)
            : (long) LONG.getOpaque(segment, base + offset);
    Reference.reachabilityFence(segment);
    return result;
  }

  /** Reads a long. */
  public static long getAcquire(MemorySegment segment, long base, long offset) {
    requireOpen(base);
    long result =
        UNCHECKED
            ? (long) LONG.getAcquire(EVERYTHING, base + offset & LONG_ADDRESS)
            : (long) LONG.getAcquire(segment, base + offset);
    Reference.reachabilityFence(segment);
    return result;
  }

  /** Reads a long. */
  public static long getVolatile(MemorySegment segment, long base, long offset) {
    requireOpen(base);
    long result =
        UNCHECKED
            ? (long) LONG.getVolatile(EVERYTHING, base + offset & LONG_ADDRESS)
            : (long) LONG.getVolatile(segment, base + offset);
    Reference.reachabilityFence(segment);
    return result;
  }

  /** Writes a long. */
  public static void set(MemorySegment segment, long base, long offset, long value) {
    requireOpen(base);
    if (UNCHECKED) {
      LONG.set(EVERYTHING, base + offset & LONG_ADDRESS, value);
    } else {
      LONG.set(segment, base + offset, value);
    }
    Reference.reachabilityFence(segment);
  }

  /** Writes a long. */
  public static void setOpaque(MemorySegment segment, long base, long offset, long value) {
    requireOpen(base);
    if (UNCHECKED) {
      LONG.setOpaque(EVERYTHING, base + offset & LONG_ADDRESS, value);
    } else {
      LONG.setOpaque(segment, base + offset, value);
    }
    Reference.reachabilityFence(segment);
  }

  /** Writes a long. */
  public static void setRelease(MemorySegment segment, long base, long offset, long value) {
    requireOpen(base);
    if (UNCHECKED) {
      LONG.setRelease(EVERYTHING, base + offset & LONG_ADDRESS, value);
    } else {
      LONG.setRelease(segment, base + offset, value);
    }
    Reference.reachabilityFence(segment);
  }

  /** Writes a long. */
  public static void setVolatile(MemorySegment segment, long base, long offset, long value) {
    requireOpen(base);
    if (UNCHECKED) {
      LONG.setVolatile(EVERYTHING, base + offset & LONG_ADDRESS, value);
    } else {
      LONG.setVolatile(segment, base + offset, value);
    }
    Reference.reachabilityFence(segment);
  }

  /** Adds to a long. */
  public static long getAndAdd(MemorySegment segment, long base, long offset, long delta) {
    requireOpen(base);
    long result =
        UNCHECKED
            ? (long) LONG.getAndAdd(EVERYTHING, base + offset & LONG_ADDRESS, delta)
            : (long) LONG.getAndAdd(segment, base + offset, delta);
    Reference.reachabilityFence(segment);
    return result;
  }

  /** Replaces a long. */
  public static long getAndSet(MemorySegment segment, long base, long offset, long value) {
    requireOpen(base);
    long result =
        UNCHECKED
            ? (long) LONG.getAndSet(EVERYTHING, base + offset & LONG_ADDRESS, value)
            : (long) LONG.getAndSet(segment, base + offset, value);
    Reference.reachabilityFence(segment);
    return result;
  }

  /** Replaces a long if it is the expected one. */
  public static boolean compareAndSet(
      MemorySegment segment, long base, long offset, long expected, long value) {
    requireOpen(base);
    requirePage(segment, base, offset);
    boolean result =
        UNCHECKED
            ? LONG.compareAndSet(EVERYTHING, base + offset & LONG_ADDRESS, expected, value)
            : LONG.compareAndSet(segment, base + offset, expected, value);
    Reference.reachabilityFence(segment);
    return result;
  }

  /** As {@link #compareAndSet}, but may fail spuriously. */
  public static boolean weakCompareAndSet(
      MemorySegment segment, long base, long offset, long expected, long value) {
    requireOpen(base);
    requirePage(segment, base, offset);
    boolean result =
        UNCHECKED
            ? LONG.weakCompareAndSet(EVERYTHING, base + offset & LONG_ADDRESS, expected, value)
            : LONG.weakCompareAndSet(segment, base + offset, expected, value);
    Reference.reachabilityFence(segment);
    return result;
  }

  /** As {@link #compareAndSet}, but returns the value before. */
  public static long compareAndExchange(
      MemorySegment segment, long base, long offset, long expected, long value) {
    requireOpen(base);
    requirePage(segment, base, offset);
    long result =
        UNCHECKED
            ? (long)
                LONG.compareAndExchange(EVERYTHING, base + offset & LONG_ADDRESS, expected, value)
            : (long) LONG.compareAndExchange(segment, base + offset, expected, value);
    Reference.reachabilityFence(segment);
    return result;
  }

  /** Reads an int. */
  public static int getIntOpaque(MemorySegment segment, long base, long offset) {
    requireOpen(base);
    int result =
        UNCHECKED
            ? (int) INT.getOpaque(EVERYTHING, base + offset & INT_ADDRESS)
            : (int) INT.getOpaque(segment, base + offset);
    Reference.reachabilityFence(segment);
    return result;
  }

  /** Reads an int. */
  public static int getIntAcquire(MemorySegment segment, long base, long offset) {
    requireOpen(base);
    int result =
        UNCHECKED
            ? (int) INT.getAcquire(EVERYTHING, base + offset & INT_ADDRESS)
            : (int) INT.getAcquire(segment, base + offset);
    Reference.reachabilityFence(segment);
    return result;
  }

  /** Reads an int. */
  public static int getIntVolatile(MemorySegment segment, long base, long offset) {
    requireOpen(base);
    int result =
        UNCHECKED
            ? (int) INT.getVolatile(EVERYTHING, base + offset & INT_ADDRESS)
            : (int) INT.getVolatile(segment, base + offset);
    Reference.reachabilityFence(segment);
    return result;
  }

  /** Replaces an int. */
  public static int getAndSetInt(MemorySegment segment, long base, long offset, int value) {
    requireOpen(base);
    int result =
        UNCHECKED
            ? (int) INT.getAndSet(EVERYTHING, base + offset & INT_ADDRESS, value)
            : (int) INT.getAndSet(segment, base + offset, value);
    Reference.reachabilityFence(segment);
    return result;
  }

  /** Replaces an int if it is the expected one. */
  public static boolean compareAndSetInt(
      MemorySegment segment, long base, long offset, int expected, int value) {
    requireOpen(base);
    requirePageInt(segment, base, offset);
    boolean result =
        UNCHECKED
            ? INT.compareAndSet(EVERYTHING, base + offset & INT_ADDRESS, expected, value)
            : INT.compareAndSet(segment, base + offset, expected, value);
    Reference.reachabilityFence(segment);
    return result;
  }

  /** As {@link #compareAndSetInt}, but returns the value before. */
  public static int compareAndExchangeInt(
      MemorySegment segment, long base, long offset, int expected, int value) {
    requireOpen(base);
    requirePageInt(segment, base, offset);
    int result =
        UNCHECKED
            ? (int) INT.compareAndExchange(EVERYTHING, base + offset & INT_ADDRESS, expected, value)
            : (int) INT.compareAndExchange(segment, base + offset, expected, value);
    Reference.reachabilityFence(segment);
    return result;
  }
}
