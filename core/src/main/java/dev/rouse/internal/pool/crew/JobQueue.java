package dev.rouse.internal.pool.crew;

import dev.rouse.internal.common.PaddedLong;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The queue that the workers of a pool share: first in, first out, any number of threads on each
 * side, no bound. Most of the time it is an array; what does not fit in goes into a linked queue.
 *
 * <p>The array is Dmitry Vyukov's bounded queue for many producers and many consumers: each slot
 * has a sequence number that says for which position it is free, or full. Who moves the position of
 * its side owns the slot, and hands it over by the sequence number.
 *
 * <p>While the linked queue holds something, everything new goes there; and it is looked at only
 * when the array is empty. So what one thread adds stays in order.
 */
public final class JobQueue {
  /** The longest array, a power of two. Small, so that it stays in the caches. */
  public static final int MOST_SLOTS = 1 << 12;

  private static final int FEWEST_SLOTS = 16;
  private static final VarHandle SEQUENCE = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] sequences;
  private final @Nullable Object[] items;
  private final int mask;

  /** The position of the next item to take. */
  private final PaddedLong head = PaddedLong.create();

  /** The position of the next item to add. */
  private final PaddedLong tail = PaddedLong.create();

  private final Queue<Object> overflow = new ConcurrentLinkedQueue<>();

  /**
   * Makes an empty queue.
   *
   * @param usual how many items it holds as a rule
   */
  JobQueue(int usual) {
    int slots = Integer.highestOneBit(Math.clamp(2L * usual - 1, FEWEST_SLOTS, MOST_SLOTS));
    sequences = new long[slots];
    items = new Object[slots];
    mask = slots - 1;
    for (int i = 0; i < slots; i++) {
      sequences[i] = i;
    }
  }

  /** Adds an item. Volatile accesses after it in program order are after it for all threads. */
  void add(Object item) {
    if (!overflow.isEmpty() || !offer(item)) {
      overflow.add(item);
    }
  }

  private boolean offer(Object item) {
    while (true) {
      long position = tail.get();
      int slot = (int) position & mask;
      // Acquire: who took the item of the lap before has cleared the slot.
      long ahead = (long) SEQUENCE.getAcquire(sequences, slot) - position;
      if (ahead < 0) {
        return false; // the item of the lap before is still there
      }
      if (ahead == 0 && tail.compareAndSet(position, position + 1)) {
        items[slot] = item;
        // Volatile, not release: the caller then looks for sleepers, see Crew.queue.
        SEQUENCE.setVolatile(sequences, slot, position + 1);
        return true;
      }
    }
  }

  /** Takes the first item, or returns null if there is none. */
  @Nullable Object poll() {
    Object item = pollArray();
    if (item != null || overflow.isEmpty()) {
      return item;
    }
    // The array was looked at before it was known that there is more. What the same thread has
    // added to the array before comes first; also if it stands behind an item that another thread
    // is about to add. Then null is right: there will be something in a moment.
    item = pollArray();
    return item != null || head.get() != tail.get() ? item : overflow.poll();
  }

  private @Nullable Object pollArray() {
    while (true) {
      long position = head.get();
      int slot = (int) position & mask;
      // Volatile: the caller may have said before that it goes to sleep, see Idlers.
      long ahead = (long) SEQUENCE.getVolatile(sequences, slot) - (position + 1);
      if (ahead < 0) {
        return null;
      }
      if (ahead == 0 && head.compareAndSet(position, position + 1)) {
        Object item = items[slot];
        items[slot] = null;
        // Release, for the acquire in offer. Nobody sleeps until a slot is free.
        SEQUENCE.setRelease(sequences, slot, position + items.length);
        return item;
      }
    }
  }

  /** Tells whether there is nothing to take. */
  boolean isEmpty() {
    long position = head.get();
    return (long) SEQUENCE.getVolatile(sequences, (int) position & mask) - (position + 1) < 0
        && overflow.isEmpty();
  }

  /** Returns about how many items there are. */
  int size() {
    long first = head.get();
    return Math.toIntExact(Math.max(0, tail.get() - first)) + overflow.size();
  }

  /** Takes items out of the linked queue; those in the array are few. */
  void removeIf(Predicate<Object> condition) {
    overflow.removeIf(condition);
  }
}
