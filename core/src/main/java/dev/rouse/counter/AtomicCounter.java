package dev.rouse.counter;

import dev.rouse.file.Part;
import dev.rouse.file.PartKind;
import dev.rouse.internal.file.SharedPart;
import dev.rouse.internal.inspect.PartInspectors;
import dev.rouse.internal.memory.Lifetime;
import dev.rouse.internal.memory.Words;
import dev.rouse.memory.Region;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * A 64-bit atomic counter in off-heap memory. It takes 128 bytes, so that neighbours do not slow
 * each other down.
 *
 * <p>The methods mirror {@link java.util.concurrent.atomic.AtomicLong}. None blocks or allocates;
 * all may be called by any thread. Arithmetic wraps around silently at 2<sup>63</sup>, as with a
 * {@code long}. After the region was closed each of them throws {@link IllegalStateException}.
 *
 * <p>Layout: the value is a {@code long} in the machine's byte order at offset 0; the other 120
 * bytes stay untouched.
 */
public final class AtomicCounter {
  static {
    PartInspectors.enter(PartKind.COUNTER, CounterInspector.ofOne());
  }

  /** The size of a counter in a region, in bytes. */
  public static final long BYTE_SIZE = Region.ALIGNMENT;

  private final MemorySegment segment;

  /** See {@link Words}. */
  private long base;

  private AtomicCounter(MemorySegment segment) {
    this.segment = segment;
    this.base = Words.base(segment);
    Lifetime.use(segment, this, counter -> counter.base = Words.CLOSED);
  }

  /**
   * Makes a counter in memory of its own, which lives as long as the counter does. Its value is 0.
   *
   * @return a new counter
   */
  public static AtomicCounter allocate() {
    return at(Region.allocate(BYTE_SIZE), 0);
  }

  /**
   * Returns a counter at a place in a region; its value is what the memory holds (0 if new).
   * Counters at the same place share their value.
   *
   * @param region where the counter lives
   * @param offset where it starts, in bytes; a multiple of 128
   * @return a counter
   * @throws IllegalArgumentException if {@code offset} is negative, not a multiple of 128, or
   *     leaves less than {@link #BYTE_SIZE} bytes
   * @throws IllegalStateException if the region is closed
   */
  public static AtomicCounter at(Region region, long offset) {
    Objects.requireNonNull(region, "region");
    return new AtomicCounter(region.slice(offset, BYTE_SIZE));
  }

  /**
   * Makes a counter as a part of a region file.
   *
   * @param label its name in the file, 1 to 96 bytes in UTF-8, without control characters
   * @return the part, for {@link Region#create(java.nio.file.Path, Part...)}
   * @throws IllegalArgumentException if {@code label} is not a label
   */
  public static Part part(String label) {
    return new Part(label, PartKind.COUNTER, 1, BYTE_SIZE, memory -> {});
  }

  /**
   * Returns a counter in a region file, which all processes that have it open share.
   *
   * @param region the region of the file
   * @param label the counter's name in the file
   * @return the counter
   * @throws IllegalArgumentException if there is no counter of that name, or the region is not one
   *     of a file
   * @throws IllegalStateException if the counter is damaged, or if the region is closed
   */
  public static AtomicCounter at(Region region, String label) {
    Objects.requireNonNull(region, "region");
    return new AtomicCounter(
        SharedPart.of(region, label, PartKind.COUNTER).requireSize(BYTE_SIZE).segment());
  }

  /**
   * Reads the value, with the memory effect of a volatile read.
   *
   * @return the value
   */
  public long get() {
    return Words.getVolatile(segment, base, 0);
  }

  /**
   * Reads the value, with the memory effect of {@link VarHandle#getAcquire}.
   *
   * @return the value
   */
  public long getAcquire() {
    return Words.getAcquire(segment, base, 0);
  }

  /**
   * Reads the value, with the memory effect of {@link VarHandle#getOpaque}: successive reads see no
   * older values, and nothing is promised of other memory.
   *
   * @return the value
   */
  public long getOpaque() {
    return Words.getOpaque(segment, base, 0);
  }

  /**
   * Reads the value, with the memory effect of a plain read.
   *
   * @return the value
   */
  public long getPlain() {
    // Not a plain access: see Words.
    return Words.getOpaque(segment, base, 0);
  }

  /**
   * Writes the value, with the memory effect of a volatile write.
   *
   * @param value the new value
   */
  public void set(long value) {
    Words.setVolatile(segment, base, 0, value);
  }

  /**
   * Writes the value, with the memory effect of {@link VarHandle#setRelease}.
   *
   * @param value the new value
   */
  public void setRelease(long value) {
    Words.setRelease(segment, base, 0, value);
  }

  /**
   * Writes the value, with the memory effect of {@link VarHandle#setOpaque}.
   *
   * @param value the new value
   */
  public void setOpaque(long value) {
    Words.setOpaque(segment, base, 0, value);
  }

  /**
   * Writes the value, with the memory effect of a plain write.
   *
   * @param value the new value
   */
  public void setPlain(long value) {
    // Not a plain access: see Words.
    Words.setOpaque(segment, base, 0, value);
  }

  /**
   * Adds to the value atomically, with the memory effect of a volatile read and write.
   *
   * @param delta what is added; may be negative
   * @return the previous value
   */
  public long getAndAdd(long delta) {
    return Words.getAndAdd(segment, base, 0, delta);
  }

  /**
   * Adds to the value atomically, with the memory effect of a volatile read and write.
   *
   * @param delta what is added; may be negative
   * @return the new value
   */
  public long addAndGet(long delta) {
    return getAndAdd(delta) + delta;
  }

  /**
   * Adds 1 atomically, with the memory effect of a volatile read and write.
   *
   * @return the new value
   */
  public long incrementAndGet() {
    return addAndGet(1);
  }

  /**
   * Subtracts 1 atomically, with the memory effect of a volatile read and write.
   *
   * @return the new value
   */
  public long decrementAndGet() {
    return addAndGet(-1);
  }

  /**
   * Adds 1 atomically, with the memory effect of a volatile read and write.
   *
   * @return the value before
   */
  public long getAndIncrement() {
    return getAndAdd(1);
  }

  /**
   * Subtracts 1 atomically, with the memory effect of a volatile read and write.
   *
   * @return the value before
   */
  public long getAndDecrement() {
    return getAndAdd(-1);
  }

  /**
   * Replaces the value atomically, with the memory effect of a volatile read and write.
   *
   * @param value the new value
   * @return the previous value
   */
  public long getAndSet(long value) {
    return Words.getAndSet(segment, base, 0, value);
  }

  /**
   * Replaces the value if it is the expected one, atomically, with the memory effect of a volatile
   * read and, if it succeeds, write.
   *
   * @param expected the expected value
   * @param value the new value
   * @return true if the value was replaced, false if it was not the expected one
   */
  public boolean compareAndSet(long expected, long value) {
    return Words.compareAndSet(segment, base, 0, expected, value);
  }

  /**
   * As {@link #compareAndSet}, but may fail spuriously; for loops.
   *
   * @param expected the expected value
   * @param value the new value
   * @return true if the value was replaced
   */
  public boolean weakCompareAndSet(long expected, long value) {
    return Words.weakCompareAndSet(segment, base, 0, expected, value);
  }

  /**
   * As {@link #compareAndSet}, but returns the value that stood there.
   *
   * @param expected the value that must stand there
   * @param value the new value
   * @return the value before: {@code expected} if the value was replaced
   */
  public long compareAndExchange(long expected, long value) {
    return Words.compareAndExchange(segment, base, 0, expected, value);
  }

  /**
   * Replaces the value by what a function makes of it, atomically, with the memory effect of a
   * volatile read and write. The function is called again when another thread was faster, so it
   * should have no side effects.
   *
   * @param function gets the value before, returns the new one
   * @return the value before
   * @throws RuntimeException if the function throws it; the value is then unchanged
   */
  public long getAndUpdate(LongUnaryOperator function) {
    long before = get();
    while (true) {
      long witness = compareAndExchange(before, function.applyAsLong(before));
      if (witness == before) {
        return before;
      }
      before = witness;
    }
  }

  /**
   * As {@link #getAndUpdate}, but returns the new value.
   *
   * @param function gets the value before, returns the new one
   * @return the value after
   * @throws RuntimeException if the function throws it; the value is then unchanged
   */
  public long updateAndGet(LongUnaryOperator function) {
    long before = get();
    while (true) {
      long after = function.applyAsLong(before);
      long witness = compareAndExchange(before, after);
      if (witness == before) {
        return after;
      }
      before = witness;
    }
  }

  /**
   * Replaces the value by what a function makes of it and an operand, as {@link #getAndUpdate}
   * does.
   *
   * @param operand the function's second argument
   * @param function gets the value before and the operand, returns the new value
   * @return the value before
   * @throws RuntimeException if the function throws it; the value is then unchanged
   */
  public long getAndAccumulate(long operand, LongBinaryOperator function) {
    return getAndUpdate(value -> function.applyAsLong(value, operand));
  }

  /**
   * As {@link #getAndAccumulate}, but returns the new value.
   *
   * @param operand the function's second argument
   * @param function gets the value before and the operand, returns the new value
   * @return the value after
   * @throws RuntimeException if the function throws it; the value is then unchanged
   */
  public long accumulateAndGet(long operand, LongBinaryOperator function) {
    return updateAndGet(value -> function.applyAsLong(value, operand));
  }

  /**
   * Returns the value, read as {@link #get} does, in decimal.
   *
   * @return the value, or a text that says that its region is closed
   */
  @Override
  public String toString() {
    try {
      return Long.toString(get());
    } catch (IllegalStateException e) {
      return "AtomicCounter[region closed]";
    }
  }
}
