package dev.rouse.channel;

import dev.rouse.internal.memory.Lifetime;
import dev.rouse.internal.memory.Words;
import dev.rouse.internal.wait.Deadline;
import dev.rouse.internal.wait.WaitCondition;
import dev.rouse.internal.wait.WaitOutcome;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.internal.wait.Waker;
import dev.rouse.ring.CorruptRecordException;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What every receiving end does besides taking its elements: wakes the sender, waits for elements,
 * and settles with the sender where the channel ends. For one thread at a time.
 */
final class ReceivingEnd {
  /** A long drain wakes the sender after each of these parts of the capacity. */
  static final int PARTS = 2;

  /** What a note that this end is awake counts as. */
  private static final int FINDS_IN_A_NOTE = 64;

  private final MemorySegment segment;

  /** See {@link Words}. */
  private long base;

  /** The memory in which the sender waits: that of the channel; but see {@link FileEnd}. */
  private final MemorySegment senderSegment;

  /** See {@link Words}. */
  private long senderBase;

  private final Waiter elements;
  private final Waker space;
  private final long noteMask;
  private final WaitCondition hasElement;

  /** Where in the memory of the channel the word is that says that it was closed. */
  private final long closedAt;

  private boolean ended;
  private boolean corrupt;

  /**
   * Makes the end.
   *
   * @param segment the memory of the channel, see {@link ChannelLayout}
   * @param elements where this end waits for elements
   * @param space wakes the sender
   * @param hasElement tells whether there is an element
   * @param notePositions how far the position moves from one note that this end is awake to the
   *     next, a power of two
   * @param inbox the inbox, or null if the channel is none of an inbox
   */
  ReceivingEnd(
      MemorySegment segment,
      Waiter elements,
      Waker space,
      WaitCondition hasElement,
      long notePositions,
      @Nullable InboxEnd inbox) {
    this(segment, segment, elements, space, hasElement, notePositions, inbox);
  }

  /**
   * Makes the end of a channel in a region file.
   *
   * @param file the file
   * @param policy how this end waits
   * @param hasElement tells whether there is an element
   * @param position how far the elements were taken
   * @param notePositions as above
   */
  ReceivingEnd(
      FileEnd file,
      WaitPolicy policy,
      WaitCondition hasElement,
      long position,
      long notePositions) {
    this(
        file.segment(),
        file.otherState(),
        file.waiter(ChannelLayout.RECORDS, policy),
        file.waker(ChannelLayout.SPACE),
        hasElement,
        notePositions,
        null);
    // An earlier receiver has left at the end: what was published after that was refused.
    this.ended = ChannelLayout.hasEnded(segment, base, position);
  }

  private ReceivingEnd(
      MemorySegment segment,
      MemorySegment senderSegment,
      Waiter elements,
      Waker space,
      WaitCondition hasElement,
      long notePositions,
      @Nullable InboxEnd inbox) {
    this.segment = segment;
    this.base = Words.base(segment);
    this.senderSegment = senderSegment;
    this.senderBase = Words.base(senderSegment);
    Lifetime.use(segment, this, ReceivingEnd::invalidate);
    this.elements = elements;
    this.space = space;
    this.hasElement = hasElement;
    this.noteMask = -notePositions;
    // A channel of an inbox may end before the inbox does. Then only its sender's word says so.
    this.closedAt = inbox == null ? ChannelLayout.RECORDS : ChannelLayout.SPACE;
  }

  /** Ends the use of the memory. */
  private void invalidate() {
    base = Words.CLOSED;
    senderBase = Words.CLOSED;
  }

  /** Tells whether there is an element to take. */
  boolean hasElement() {
    return hasElement.isMet();
  }

  /** Returns what wakes the sender, and tells it that the channel is closed. */
  Waker space() {
    return space;
  }

  /** Tells whether everything was received and nothing more comes. */
  boolean hasEnded() {
    return ended;
  }

  /**
   * Wakes the sender, if elements were taken since it was last woken: not since this call began,
   * because a wake that an error has stopped must be made up for. Therefore also called after a
   * look that found nothing.
   *
   * @param position how far the elements were taken since the channel was created; they are freed
   */
  void took(long position) {
    // Plain, here and below: only this end reads and writes the word.
    long before = Words.get(segment, base, ChannelLayout.WOKEN_FOR);
    if (position == before) {
      return;
    }
    if (!Waker.isHot(senderSegment, senderBase, ChannelLayout.SPACE)) {
      space.wakeUnlessHot();
    }
    Words.set(segment, base, ChannelLayout.WOKEN_FOR, position);
    if (((before ^ position) & noteMask) != 0) {
      noteAwake();
    }
  }

  /** The sender pays no fence for an end that is awake. Noted rarely: the note is a store. */
  private void noteAwake() {
    try {
      elements.awake(FINDS_IN_A_NOTE);
    } catch (StackOverflowError e) {
      // It is only a note, and what was taken is taken.
    }
  }

  /** Wakes the sender: the channel is corrupt, so it must not wait for space that never comes. */
  void corrupt() {
    corrupt = true;
    space.wakeUnlessHot(); // fences in any case, also for a sender in another process
  }

  /** Tells whether the memory of the channel was found corrupt: nothing more can be received. */
  boolean isCorrupt() {
    return corrupt;
  }

  /** Tells whether the channel was closed, so that {@link #isAtEnd} must be asked. */
  boolean isClosed() {
    return Waker.isClosed(segment, base, closedAt);
  }

  /**
   * After a look that found nothing and then the channel closed: tells whether it has ended. If
   * not, the caller must look once more, because elements may have been sent just before the close.
   *
   * @param position how far the elements were taken since the channel was created
   * @return true if nothing more comes
   */
  boolean isAtEnd(long position) {
    // Required by the argument in ChannelLayout: between the read of "closed" and the look for
    // elements.
    elements.barrierAfterClose();
    if (hasElement.isMet()) {
      return false;
    }
    long end = ChannelLayout.settleEnd(segment, base, position);
    if (end == position) {
      ended = true;
      return true;
    }
    // The sender has settled the end, and has published up to there before.
    if (!hasElement.isMet()) {
      corrupt = true;
      throw new CorruptRecordException(
          "position %d: nothing, expected elements up to the channel's end at %d"
              .formatted(position, end),
          position);
    }
    return false;
  }

  /**
   * Waits for an element or the end of the channel.
   *
   * @param timeoutNanos the longest time to wait; 0 or less does not wait
   * @return false if the time is up
   * @throws InterruptedException if the thread is interrupted before or during the wait
   */
  boolean await(long timeoutNanos) throws InterruptedException {
    return elements.await(hasElement, timeoutNanos) != WaitOutcome.TIMED_OUT;
  }

  /** Waits for an element or the end of the channel, and keeps the interrupt status for later. */
  void awaitUninterruptibly() {
    elements.awaitUninterruptibly(hasElement, Deadline.FOREVER);
  }

  /** Closes the channel. Any thread may. */
  void close() {
    Channel.close(elements.waker(), space);
  }
}
