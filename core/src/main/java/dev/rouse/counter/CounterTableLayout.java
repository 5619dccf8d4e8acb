package dev.rouse.counter;

import dev.rouse.memory.Region;

/**
 * Where everything is in a {@link CounterTable}, and what the state of a slot means. All numbers
 * are longs in the byte order of the machine.
 *
 * <pre>
 *  offset
 *       0  next      where the search for a free slot begins, modulo the capacity; only a hint
 *     128  slots     {@value #SLOT_BYTES} bytes for each counter
 *          values    {@value #VALUE_BYTES} bytes for each counter, the value at the start
 *
 *  a slot
 *       0  state         see below
 *       8  type          as an int
 *      16  label bytes   1 to {@value #MAX_LABEL_BYTES}
 *      24  allocated     milliseconds since 1970
 *      32  pid           the process that has allocated it, for people
 *      64  label         UTF-8, up to {@value #MAX_LABEL_BYTES} bytes
 *
 *  the state
 *       63                              2 1    0
 *      +---------------------------------+------+
 *      | generation                      | phase|    0 free, 1 being written, 2 allocated
 *      +---------------------------------+------+
 * </pre>
 *
 * The generation counts how often the slot was begun to be written. So no state ever comes back,
 * and a handle tells its own counter from a later one in the same slot by comparing one word.
 *
 * <p>The slots are read by every update and written only when a counter is allocated or freed, so
 * their lines stay in the caches of all processors. Each value has lines of its own.
 */
final class CounterTableLayout {
  static final int MAX_CAPACITY = 1 << 20;
  static final int MAX_LABEL_BYTES = 192;

  static final long NEXT = 0;

  static final long STATE = 0;
  static final long TYPE = 8;
  static final long LABEL_BYTES = 16;
  static final long ALLOCATED = 24;
  static final long PID = 32;
  static final long LABEL = 64;

  static final long SLOT_BYTES = LABEL + MAX_LABEL_BYTES;
  static final long VALUE_BYTES = Region.ALIGNMENT;

  /** The state of a slot that was never used, as new memory has it; never that of a counter. */
  static final long UNUSED = 0;

  private static final long SLOTS = Region.ALIGNMENT;

  private static final int PHASE_BITS = 2;
  private static final long PHASE = (1L << PHASE_BITS) - 1;
  private static final long FREE_PHASE = 0;
  private static final long WRITING_PHASE = 1;
  private static final long ALLOCATED_PHASE = 2;

  private CounterTableLayout() {}

  static long byteSize(int capacity) {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "capacity: %d, expected 1 to %d".formatted(capacity, MAX_CAPACITY));
    }
    return slot(capacity) + capacity * VALUE_BYTES;
  }

  /** Returns the offset of a slot. */
  static long slot(int id) {
    return SLOTS + id * SLOT_BYTES;
  }

  /** Returns the offset of a value. */
  static long value(int capacity, int id) {
    return slot(capacity) + id * VALUE_BYTES;
  }

  static boolean isFree(long state) {
    return (state & PHASE) == FREE_PHASE;
  }

  static boolean isWriting(long state) {
    return (state & PHASE) == WRITING_PHASE;
  }

  static boolean isAllocated(long state) {
    return (state & PHASE) == ALLOCATED_PHASE;
  }

  /** Returns the state of a slot that begins to be written. */
  static long writingAfter(long state) {
    return ((generation(state) + 1) << PHASE_BITS) | WRITING_PHASE;
  }

  /** Returns the state of a slot that was written. */
  static long allocated(long generation) {
    return (generation << PHASE_BITS) | ALLOCATED_PHASE;
  }

  /** Returns the state of a slot whose counter was freed. */
  static long freed(long allocated) {
    return (allocated & ~PHASE) | FREE_PHASE;
  }

  static long generation(long state) {
    return state >>> PHASE_BITS;
  }
}
