package dev.rouse.channel;

import dev.rouse.internal.memory.Lifetime;
import dev.rouse.internal.memory.Words;
import dev.rouse.internal.wait.Deadline;
import dev.rouse.internal.wait.WaitCondition;
import dev.rouse.internal.wait.WaitOutcome;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.internal.wait.Waker;
import dev.rouse.wait.ClosedException;
import java.lang.foreign.MemorySegment;

/**
 * What every sending end does besides storing its elements: wakes the receiver, waits for space,
 * and settles with the receiver where the channel ends. For one thread at a time.
 */
final class SendingEnd {
  /** What a note that this end is awake counts as. */
  private static final int FINDS_IN_A_NOTE = 64;

  private final MemorySegment segment;

  /** See {@link Words}. */
  private long base;

  private final Waiter space;
  private final Waker elements;
  private final long noteMask;

  /**
   * Makes the end.
   *
   * @param segment the memory of the channel, see {@link ChannelLayout}
   * @param space where this end waits for space
   * @param elements wakes the receiver
   * @param notePositions how far the position moves from one note that this end is awake to the
   *     next, a power of two
   */
  SendingEnd(MemorySegment segment, Waiter space, Waker elements, long notePositions) {
    this.segment = segment;
    this.base = Words.base(segment);
    Lifetime.use(segment, this, end -> end.base = Words.CLOSED);
    this.space = space;
    this.elements = elements;
    this.noteMask = -notePositions;
  }

  /**
   * Must be called before each attempt to send.
   *
   * @throws ClosedException if the channel is closed
   */
  void requireOpen() {
    // The word of this end in memory, which every close writes.
    if (Waker.isClosed(segment, base, ChannelLayout.SPACE)) {
      throw closed("nothing was sent");
    }
  }

  /**
   * Wakes the receiver after elements were published, or settles the race with a close.
   *
   * @param before the position of the first of them
   * @param after the position after the last of them
   * @return the position up to which elements are received; {@code after}, unless the receiver has
   *     left
   */
  long published(long before, long after) {
    long end = after;
    if (!Waker.isHot(segment, base, ChannelLayout.RECORDS) && !elements.wakeUnlessHot()) {
      end = Math.clamp(ChannelLayout.settleEnd(segment, base, after), before, after);
    }
    if (((before ^ after) & noteMask) != 0) {
      noteAwake();
    }
    return end;
  }

  /** The receiver pays no fence for an end that is awake. Noted rarely: the note is a store. */
  private void noteAwake() {
    try {
      space.awake(FINDS_IN_A_NOTE);
    } catch (StackOverflowError e) {
      // It is only a note, and what was sent is sent.
    }
  }

  /**
   * After an attempt that found no space: wakes the receiver, in case an error has stopped the wake
   * of an earlier send. Otherwise both would wait for each other.
   *
   * @return false
   */
  boolean noSpace() {
    elements.wake();
    return false;
  }

  /** Returns the exception of a send whose elements were published after the receiver had left. */
  static ClosedException receiverHasLeft() {
    return closed("the receiver had left when it was published, so it was not sent");
  }

  /**
   * Waits for space. If the channel is closed meanwhile, the next {@link #requireOpen} says so.
   *
   * @param hasSpace tells whether there is space
   * @param timeoutNanos the longest time to wait; 0 or less does not wait
   * @return false if the time is up
   * @throws InterruptedException if the thread is interrupted before or during the wait
   */
  boolean await(WaitCondition hasSpace, long timeoutNanos) throws InterruptedException {
    return timeoutNanos > 0 && space.await(hasSpace, timeoutNanos) != WaitOutcome.TIMED_OUT;
  }

  /**
   * Waits for space, and keeps the interrupt status for later.
   *
   * @param hasSpace tells whether there is space
   */
  void awaitUninterruptibly(WaitCondition hasSpace) {
    space.awaitUninterruptibly(hasSpace, Deadline.FOREVER);
  }

  /** Closes the channel. Any thread may. */
  void close() {
    Channel.close(elements, space.waker());
  }

  private static ClosedException closed(String consequence) {
    return new ClosedException("send on a closed channel: " + consequence);
  }
}
