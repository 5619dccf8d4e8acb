package dev.rouse.counter;

import dev.rouse.file.Part;
import dev.rouse.file.PartKind;
import dev.rouse.internal.file.SharedPart;
import dev.rouse.internal.inspect.PartInspectors;
import dev.rouse.internal.memory.Lifetime;
import dev.rouse.internal.memory.Words;
import dev.rouse.memory.Region;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * A 64-bit counter to which many threads add at once and which is rarely read. Each thread adds to
 * one of several stripes of 128 bytes each, so that threads do not wait for each other's cache
 * lines. Reading sums up the stripes. The idea is that of {@link
 * java.util.concurrent.atomic.LongAdder}, but in a region and with a fixed number of stripes. As
 * there, all threads use the first stripe until two of them first meet there.
 *
 * <p>None of the methods blocks or allocates; all may be called by any thread. Arithmetic wraps
 * around silently at 2<sup>63</sup>. After the region was closed each of them throws {@link
 * IllegalStateException}.
 *
 * <p>A {@link #sum} while other threads add is not a snapshot. It includes every addition that
 * ended before it began, and any number of the concurrent ones. Without concurrent additions it is
 * exact.
 *
 * <p>Layout: one {@code long} in the machine's byte order at the start of each 128 bytes. A
 * thread's own stripe is given by the lowest bits of its id, so threads that are started one after
 * another use different ones.
 */
public final class StripedCounter {
  static {
    PartInspectors.enter(PartKind.STRIPED_COUNTER, CounterInspector.ofStripes());
  }

  /** Stripes for each processor: more than running threads, so that few threads share one. */
  private static final int STRIPES_PER_PROCESSOR = 4;

  private static final int MAX_STRIPES = 1 << 16;

  private final MemorySegment segment;
  private final int mask;

  /** See {@link Words}. */
  private long base;

  /**
   * Whether two threads have ever added at once; until then all add to the first stripe, which
   * saves finding the thread's own one. Plain: a thread that does not see it finds out by itself.
   */
  private boolean contended;

  private StripedCounter(MemorySegment segment, int stripes) {
    this.segment = segment;
    this.mask = stripes - 1;
    this.base = Words.base(segment);
    Lifetime.use(segment, this, counter -> counter.base = Words.CLOSED);
  }

  /**
   * Makes a counter in memory of its own, which lives as long as the counter does, with enough
   * stripes for the processors of this machine. Its sum is 0.
   *
   * @return a new counter
   */
  public static StripedCounter allocate() {
    int wanted = STRIPES_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
    int stripes = Math.min(MAX_STRIPES, Integer.highestOneBit(wanted * 2 - 1));
    return at(Region.allocate(byteSize(stripes)), 0, stripes);
  }

  /**
   * Returns a counter at a place in a region; its sum is what the memory holds (0 if new). Counters
   * at the same place with the same number of stripes share their sum.
   *
   * @param region where the counter lives
   * @param offset where it starts, in bytes; a multiple of 128
   * @param stripes the number of stripes, a power of two from 1 to 65,536
   * @return a counter
   * @throws IllegalArgumentException if {@code stripes} is out of range or not a power of two, or
   *     if {@code offset} is negative, not a multiple of 128, or leaves less than {@link #byteSize}
   *     bytes
   * @throws IllegalStateException if the region is closed
   */
  public static StripedCounter at(Region region, long offset, int stripes) {
    Objects.requireNonNull(region, "region");
    return new StripedCounter(region.slice(offset, byteSize(stripes)), stripes);
  }

  /**
   * Makes a counter as a part of a region file. Threads of different processes may share stripes.
   *
   * @param label its name in the file, 1 to 96 bytes in UTF-8, without control characters
   * @param stripes the number of stripes, a power of two from 1 to 65,536
   * @return the part, for {@link Region#create(java.nio.file.Path, Part...)}
   * @throws IllegalArgumentException if {@code stripes} is out of range or not a power of two, or
   *     {@code label} is not a label
   */
  public static Part part(String label, int stripes) {
    return new Part(label, PartKind.STRIPED_COUNTER, stripes, byteSize(stripes), memory -> {});
  }

  /**
   * Returns a counter in a region file, which all processes that have it open share.
   *
   * @param region the region of the file
   * @param label the counter's name in the file
   * @return the counter
   * @throws IllegalArgumentException if there is no striped counter of that name, or the region is
   *     not one of a file
   * @throws IllegalStateException if the counter is damaged, or if the region is closed
   */
  public static StripedCounter at(Region region, String label) {
    Objects.requireNonNull(region, "region");
    SharedPart part = SharedPart.of(region, label, PartKind.STRIPED_COUNTER);
    return new StripedCounter(part.segment(), part.capacity(StripedCounter::byteSize));
  }

  /**
   * Returns how many bytes a counter takes in a region.
   *
   * @param stripes the number of stripes, a power of two from 1 to 65,536
   * @return the size in bytes, 128 for each stripe
   * @throws IllegalArgumentException if {@code stripes} is out of range or not a power of two
   */
  public static long byteSize(int stripes) {
    if (stripes < 1 || stripes > MAX_STRIPES || Integer.bitCount(stripes) != 1) {
      throw new IllegalArgumentException(
          "stripes: " + stripes + ", expected a power of two from 1 to " + MAX_STRIPES);
    }
    return (long) stripes * Region.ALIGNMENT;
  }

  /**
   * Adds, with the memory effect of a volatile access to one of the stripes.
   *
   * @param delta what to add
   */
  public void add(long delta) {
    if (!contended) {
      long before = Words.get(segment, base, 0);
      if (Words.compareAndSet(segment, base, 0, before, before + delta)) {
        return;
      }
      contended = true;
    }
    // The mask keeps the offset within the stripes.
    Words.getAndAdd(segment, base, offset((int) Thread.currentThread().threadId() & mask), delta);
  }

  /** Adds 1, as {@link #add} does. */
  public void increment() {
    add(1);
  }

  /** Subtracts 1, as {@link #add} does. */
  public void decrement() {
    add(-1);
  }

  /**
   * Sums up the stripes, reading each with the memory effect of a volatile read.
   *
   * @return the sum
   */
  public long sum() {
    long sum = 0;
    for (int stripe = 0; stripe <= mask; stripe++) {
      sum += Words.getVolatile(segment, base, offset(stripe));
    }
    return sum;
  }

  /**
   * Sets every stripe to 0 and returns the sum before. Each concurrent addition is either in the
   * returned sum or in the next one.
   *
   * @return the sum before
   */
  public long sumThenReset() {
    long sum = 0;
    for (int stripe = 0; stripe <= mask; stripe++) {
      sum += Words.getAndSet(segment, base, offset(stripe), 0L);
    }
    return sum;
  }

  /**
   * Returns the number of stripes.
   *
   * @return a power of two
   */
  public int stripes() {
    return mask + 1;
  }

  private static long offset(int stripe) {
    return (long) stripe * Region.ALIGNMENT;
  }

  @Override
  public String toString() {
    try {
      return Long.toString(sum());
    } catch (IllegalStateException e) {
      return "StripedCounter[region closed]";
    }
  }
}
