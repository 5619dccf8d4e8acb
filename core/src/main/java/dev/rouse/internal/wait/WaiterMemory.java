package dev.rouse.internal.wait;

import dev.rouse.internal.memory.Words;
import java.lang.foreign.MemorySegment;

/**
 * What a waiting end remembers from one wait to the next: for how long it has been busy, which
 * decides whether its publishers should pay a fence. It is off the heap and on a cache line of its
 * own, because it is written during the busiest phases and must not slow down what the publishers
 * read. The accesses are plain, because only the waiting thread reads and writes it.
 */
public final class WaiterMemory {
  /** Finds between two reads of the clock, a power of two. */
  public static final long WAITS_BETWEEN_CLOCKS = 64;

  /**
   * How long an end must have been awake to count as busy. Leaving that state costs one heavy
   * barrier, some 15 microseconds on a virtual machine: at most a few percent of the time.
   */
  private static final long BUSY_AFTER_NANOS = 500_000;

  private final MemorySegment segment;
  private final long awakeWaits;
  private final long awakeSince;

  /** See {@link Words}; the waiter invalidates it. */
  long base;

  WaiterMemory(MemorySegment segment, long offset) {
    this.segment = segment;
    this.base = Words.base(segment);
    this.awakeWaits = offset + WaitLayout.AWAKE_WAITS;
    this.awakeSince = offset + WaitLayout.AWAKE_SINCE;
  }

  /**
   * Counts that something was found without a sleep.
   *
   * @param finds how often, at least 1
   * @return true if the end counts as busy now; the clock is not read each time
   */
  boolean awokeBusy(long finds) {
    long before = Words.get(segment, base, awakeWaits);
    Words.set(segment, base, awakeWaits, before + finds);
    long nextClock = before + WAITS_BETWEEN_CLOCKS - 1 & -WAITS_BETWEEN_CLOCKS;
    if (nextClock >= before + finds) {
      return false;
    }
    long now = System.nanoTime();
    if (before == 0) {
      Words.set(segment, base, awakeSince, now);
    }
    return now - Words.get(segment, base, awakeSince) >= BUSY_AFTER_NANOS;
  }

  /** Starts to count the time awake again. */
  void slept() {
    Words.set(segment, base, awakeWaits, 0L);
  }
}
