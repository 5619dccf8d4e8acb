package dev.rouse.internal.wait;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * What a waiting end remembers from one wait to the next: for how long it has been busy, which
 * decides whether its publishers should pay a fence, and which thread waits. It is off the heap and
 * on a cache line of its own, because it is written during the busiest phases and must not slow
 * down what the publishers read. The accesses are plain, because only the waiting thread reads and
 * writes it. The owner word is the exception: it detects a second waiter.
 */
public final class WaiterMemory {
  /** Finds between two reads of the clock, a power of two. */
  public static final long WAITS_BETWEEN_CLOCKS = 64;

  /**
   * How long an end must have been awake to count as busy. Leaving that state costs one heavy
   * barrier, some 15 microseconds on a virtual machine: at most a few percent of the time.
   */
  private static final long BUSY_AFTER_NANOS = 500_000;

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

  private final MemorySegment segment;
  private final long awakeWaits;
  private final long awakeSince;
  private final long owner;

  WaiterMemory(MemorySegment segment, long offset) {
    this.segment = segment;
    this.awakeWaits = offset + WaitLayout.AWAKE_WAITS;
    this.awakeSince = offset + WaitLayout.AWAKE_SINCE;
    this.owner = offset + WaitLayout.OWNER;
  }

  /**
   * Makes the calling thread the owner, which waits.
   *
   * @throws IllegalStateException if another thread waits
   */
  void enter() {
    Thread self = Thread.currentThread();
    // A CAS, so that of two threads that arrive together one is refused. No thread has the id 0.
    long other = (long) LONG.compareAndExchange(segment, owner, 0L, self.threadId());
    // A thread cannot wait twice at once. Its own id was left by a wait that an error, such as a
    // stack overflow, ended before it could clear the id.
    if (other != 0 && other != self.threadId()) {
      throw new IllegalStateException(
          "a second waiter: %s would wait where the thread with id %d waits, expected one thread at a time"
              .formatted(self, other));
    }
  }

  /** Releases ownership. */
  void leave() {
    // Release: the next waiter, perhaps another thread, sees the other words as this one wrote
    // them.
    try {
      LONG.setRelease(segment, owner, 0L);
    } catch (IllegalStateException e) {
      // The memory was released during the wait, and the owner's word with it.
    }
  }

  /**
   * Counts that something was found without a sleep.
   *
   * @return true if the end counts as busy now; the clock is not read each time
   */
  boolean awokeBusy() {
    long count = (long) LONG.get(segment, awakeWaits);
    LONG.set(segment, awakeWaits, count + 1);
    if (count % WAITS_BETWEEN_CLOCKS != 0) {
      return false;
    }
    long now = System.nanoTime();
    if (count == 0) {
      LONG.set(segment, awakeSince, now);
    }
    return now - (long) LONG.get(segment, awakeSince) >= BUSY_AFTER_NANOS;
  }

  /** Starts to count the time awake again. */
  void slept() {
    LONG.set(segment, awakeWaits, 0L);
  }
}
