package dev.rouse.counter;

import dev.rouse.internal.memory.Lifetime;
import dev.rouse.internal.memory.Words;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * A counter of a {@link CounterTable}: a 64-bit value with a type and a label, until somebody frees
 * it. Any number of handles, in any process, can stand for the same counter.
 *
 * <p>None of the methods blocks or allocates; all may be called by any thread. Arithmetic wraps
 * around silently at 2<sup>63</sup>.
 *
 * <p>After the counter was freed, by this handle or by any other, every method that reads or writes
 * the value throws {@link IllegalStateException}, also when the slot belongs to another counter by
 * then. {@link #id}, {@link #type} and {@link #label} still work. After the region was closed, all
 * but these three throw {@link IllegalStateException}.
 *
 * <p>What is certain when one thread frees a counter while others use it:
 *
 * <ul>
 *   <li>A value that {@link #get} or {@link #getAcquire} has returned is one that this counter had,
 *       never that of a later one.
 *   <li>An update that begins after the free throws.
 *   <li>An update that <em>overlaps</em> the free may return normally and be lost. If its thread is
 *       held up between its check and its write until the slot was allocated again, the update is
 *       made to the new counter, whose value it returns. The table takes its slots in turn, so that
 *       is rare: mostly many allocations lie between, but the very next one can take the slot. To
 *       rule it out, free a counter only when nobody updates it any more.
 * </ul>
 */
// An update costs what one of AtomicCounter costs, plus a load of the slot's state and a
// comparison.
// The state's line is written only when a counter is allocated or freed, so it stays in the cache
// of
// each processor that updates the counter, and the load hits there. It does not touch the value's
// line, which an update takes away from other processors anyway.
public final class LabelledCounter {
  private final MemorySegment segment;
  private final long stateOffset;
  private final long valueOffset;

  /** The state that the slot has as long as this counter is allocated. It never comes back. */
  private final long allocated;

  private final int id;
  private final int type;
  private final String label;

  /** See {@link Words}. */
  private long base;

  LabelledCounter(CounterSlots slots, int id, long allocated, int type, String label) {
    this.segment = slots.segment();
    this.stateOffset = CounterTableLayout.slot(id) + CounterTableLayout.STATE;
    this.valueOffset = CounterTableLayout.value(slots.capacity(), id);
    this.allocated = allocated;
    this.id = id;
    this.type = type;
    this.label = label;
    this.base = Words.base(segment);
    Lifetime.use(segment, this, counter -> counter.base = Words.CLOSED);
  }

  /**
   * Returns the counter's slot. A later counter may get the same one.
   *
   * @return the id, from 0 to the table's capacity less 1
   */
  public int id() {
    return id;
  }

  /**
   * Returns what the counter's creator has said it is.
   *
   * @return the type
   */
  public int type() {
    return type;
  }

  /**
   * Returns the counter's label.
   *
   * @return the label, 1 to 192 bytes in UTF-8, without control characters
   */
  public String label() {
    return label;
  }

  /**
   * Reads the value, with the memory effect of a volatile read.
   *
   * @return the value
   * @throws IllegalStateException if the counter was freed or the region is closed
   */
  public long get() {
    long value = Words.getVolatile(segment, base, valueOffset);
    // After the read, which no later read may precede: so the value is not that of a later counter.
    requireAllocated();
    return value;
  }

  /**
   * Reads the value, with the memory effect of {@link VarHandle#getAcquire}.
   *
   * @return the value
   * @throws IllegalStateException if the counter was freed or the region is closed
   */
  public long getAcquire() {
    long value = Words.getAcquire(segment, base, valueOffset);
    requireAllocated(); // as in get
    return value;
  }

  /**
   * Writes the value, with the memory effect of a volatile write.
   *
   * @param value the new value
   * @throws IllegalStateException if the counter was freed or the region is closed
   */
  public void set(long value) {
    requireAllocated();
    Words.setVolatile(segment, base, valueOffset, value);
  }

  /**
   * Writes the value, with the memory effect of {@link VarHandle#setRelease}. With {@code
   * getAcquire() + 1} it is the cheapest way to count in one thread.
   *
   * @param value the new value
   * @throws IllegalStateException if the counter was freed or the region is closed
   */
  public void setRelease(long value) {
    requireAllocated();
    Words.setRelease(segment, base, valueOffset, value);
  }

  /**
   * Adds to the value atomically, with the memory effect of a volatile read and write.
   *
   * @param delta what is added; may be negative
   * @throws IllegalStateException if the counter was freed or the region is closed
   */
  public void add(long delta) {
    getAndAdd(delta);
  }

  /**
   * Adds 1 atomically, with the memory effect of a volatile read and write.
   *
   * @throws IllegalStateException if the counter was freed or the region is closed
   */
  public void increment() {
    getAndAdd(1);
  }

  /**
   * Subtracts 1 atomically, with the memory effect of a volatile read and write.
   *
   * @throws IllegalStateException if the counter was freed or the region is closed
   */
  public void decrement() {
    getAndAdd(-1);
  }

  /**
   * Adds to the value atomically, with the memory effect of a volatile read and write.
   *
   * @param delta what is added; may be negative
   * @return the previous value
   * @throws IllegalStateException if the counter was freed or the region is closed
   */
  public long getAndAdd(long delta) {
    requireAllocated();
    return Words.getAndAdd(segment, base, valueOffset, delta);
  }

  /**
   * Adds to the value atomically, with the memory effect of a volatile read and write.
   *
   * @param delta what is added; may be negative
   * @return the new value
   * @throws IllegalStateException if the counter was freed or the region is closed
   */
  public long addAndGet(long delta) {
    return getAndAdd(delta) + delta;
  }

  /**
   * Adds 1 atomically, with the memory effect of a volatile read and write.
   *
   * @return the new value
   * @throws IllegalStateException if the counter was freed or the region is closed
   */
  public long incrementAndGet() {
    return getAndAdd(1) + 1;
  }

  /**
   * Replaces the value atomically, with the memory effect of a volatile read and write.
   *
   * @param value the new value
   * @return the previous value
   * @throws IllegalStateException if the counter was freed or the region is closed
   */
  public long getAndSet(long value) {
    requireAllocated();
    return Words.getAndSet(segment, base, valueOffset, value);
  }

  /**
   * Replaces the value if it is the expected one, atomically, with the memory effect of a volatile
   * read and, if it succeeds, write.
   *
   * @param expected the expected value
   * @param value the new value
   * @return true if the value was replaced, false if it was not the expected one
   * @throws IllegalStateException if the counter was freed or the region is closed
   */
  public boolean compareAndSet(long expected, long value) {
    requireAllocated();
    return Words.compareAndSet(segment, base, valueOffset, expected, value);
  }

  /**
   * Frees the counter in all processes: its slot can be allocated again. What was done before in
   * this thread happens-before what follows that allocation.
   *
   * @return true if this call has freed it, false if it was freed before
   * @throws IllegalStateException if the region is closed
   */
  public boolean free() {
    // One atomic step, so there is nothing that a killed process could leave half done. The state
    // is this counter's alone: nobody frees a later one by this handle.
    return Words.compareAndSet(
        segment, base, stateOffset, allocated, CounterTableLayout.freed(allocated));
  }

  /**
   * Tells whether the counter can be used.
   *
   * @return false if it was freed, by whomever
   * @throws IllegalStateException if the region is closed
   */
  public boolean isAllocated() {
    return Words.getAcquire(segment, base, stateOffset) == allocated;
  }

  /**
   * Throws if the counter was freed. A thread that knows of the free sees it: an opaque read is
   * never older than what happened before. For a thread that does not, no stronger access would
   * rule out that the counter is freed right after the check.
   */
  private void requireAllocated() {
    if (Words.getOpaque(segment, base, stateOffset) != allocated) {
      throw freed();
    }
  }

  private IllegalStateException freed() {
    return new IllegalStateException(
        "counter %d (\"%s\") was freed, expected one that is allocated".formatted(id, label));
  }

  /**
   * Returns the label and the value, read as {@link #get} does.
   *
   * @return a text, which says so if the counter was freed or its region is closed
   */
  @Override
  public String toString() {
    try {
      return isAllocated() ? label + "=" + get() : label + "[freed]";
    } catch (IllegalStateException e) {
      return label + "[freed, or region closed]";
    }
  }
}
