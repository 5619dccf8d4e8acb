package dev.rouse.pool;

/**
 * The free slots of a submitter, first in, first out: so they are used one after the other, which
 * processors fetch ahead. For one thread.
 */
final class FreeSlots {
  private final int[] slots;
  private final int mask;
  private int first;
  private int size;

  /** Makes the slots from 0, all free. */
  FreeSlots(int count) {
    slots = new int[Math.max(1, Integer.highestOneBit(2 * count - 1))]; // a power of two
    mask = slots.length - 1;
    for (int i = 0; i < count; i++) {
      add(i);
    }
  }

  int size() {
    return size;
  }

  /** Returns the slot that is taken next; there must be one. */
  int peek() {
    return slots[first & mask];
  }

  /** Takes the slot that {@link #peek} returns. */
  void take() {
    first++;
    size--;
  }

  void add(int slot) {
    slots[(first + size) & mask] = slot;
    size++;
  }
}
