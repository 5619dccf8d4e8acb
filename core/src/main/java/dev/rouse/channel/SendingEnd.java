package dev.rouse.channel;

import dev.rouse.file.PeerLostException;
import dev.rouse.internal.memory.Lifetime;
import dev.rouse.internal.memory.Words;
import dev.rouse.internal.wait.Deadline;
import dev.rouse.internal.wait.WaitCondition;
import dev.rouse.internal.wait.WaitOutcome;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.internal.wait.Waker;
import dev.rouse.wait.ClosedException;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

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

  /**
   * The memory in which the receiver waits: that of the channel, or of an inbox. See also {@link
   * FileEnd#otherState}.
   */
  private final MemorySegment receiverSegment;

  /** See {@link Words}. */
  private long receiverBase;

  private final Waiter space;
  private final Waker elements;
  private final long noteMask;
  private final @Nullable InboxEnd inbox;

  /** See {@link #keep}. */
  private @Nullable PeerLostException untold;

  /**
   * Makes the end.
   *
   * @param segment the memory of the channel, see {@link ChannelLayout}
   * @param space where this end waits for space
   * @param elements wakes the receiver
   * @param notePositions how far the position moves from one note that this end is awake to the
   *     next, a power of two
   * @param inbox the inbox, or null if the channel is none of an inbox
   */
  SendingEnd(
      MemorySegment segment,
      Waiter space,
      Waker elements,
      long notePositions,
      @Nullable InboxEnd inbox) {
    this(segment, inbox == null ? segment : inbox.segment(), space, elements, notePositions, inbox);
  }

  /**
   * Makes the end of a channel in a region file.
   *
   * @param file the file
   * @param policy how this end waits
   * @param notePositions as above
   */
  SendingEnd(FileEnd file, WaitPolicy policy, long notePositions) {
    this(
        file.segment(),
        file.otherState(),
        file.waiter(ChannelLayout.SPACE, policy),
        file.waker(ChannelLayout.RECORDS),
        notePositions,
        null);
  }

  private SendingEnd(
      MemorySegment segment,
      MemorySegment receiverSegment,
      Waiter space,
      Waker elements,
      long notePositions,
      @Nullable InboxEnd inbox) {
    this.segment = segment;
    this.base = Words.base(segment);
    this.receiverSegment = receiverSegment;
    this.receiverBase = Words.base(receiverSegment);
    Lifetime.use(segment, this, SendingEnd::invalidate);
    this.space = space;
    this.elements = elements;
    this.noteMask = -notePositions;
    this.inbox = inbox;
  }

  /** Ends the use of the memory. That of an inbox is never closed, but nothing is left to do. */
  private void invalidate() {
    base = Words.CLOSED;
    receiverBase = Words.CLOSED;
  }

  /**
   * Must be called before each attempt to send.
   *
   * @throws ClosedException if the channel is closed
   */
  void requireOpen() {
    // The word of this end in memory, which every close writes.
    if (Waker.isClosed(segment, base, ChannelLayout.SPACE)) {
      throw refused();
    }
  }

  /** A method of its own, so that the frequent case is small. */
  private ClosedException refused() {
    if (inbox == null && !elements.isClosed()) {
      elements.close(); // completes a close whose process was killed half way
    }
    return closed("nothing was sent");
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
    if ((!Waker.isHot(receiverSegment, receiverBase, ChannelLayout.RECORDS)
            && !elements.wakeUnlessHot())
        || (inbox != null && hasEndedAlone())) {
      end = Math.clamp(ChannelLayout.settleEnd(segment, base, after), before, after);
    }
    if (((before ^ after) & noteMask) != 0) {
      noteAwake();
    }
    return end;
  }

  /**
   * Tells whether this channel of an inbox was closed. The inbox may be open then, so the state in
   * which its receiver waits does not say so. Read after the publish: the receiver leaves the
   * channel only after it has found this word closed, issued its barrier and looked once more, so
   * if that look missed the publish, this read finds it closed. Where this end has not fenced, the
   * receiver's barrier is membarrier, as for the state.
   */
  private boolean hasEndedAlone() {
    return Waker.isClosed(segment, base, ChannelLayout.SPACE);
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
    if (timeoutNanos <= 0) {
      return false;
    }
    requireOtherThread();
    requirePeer();
    return space.await(hasSpace, timeoutNanos) != WaitOutcome.TIMED_OUT;
  }

  /**
   * Waits for space, and keeps the interrupt status for later.
   *
   * @param hasSpace tells whether there is space
   */
  void awaitUninterruptibly(WaitCondition hasSpace) {
    requireOtherThread();
    requirePeer();
    space.awaitUninterruptibly(hasSpace, Deadline.FOREVER);
  }

  /**
   * Keeps an exception that a send could not throw because it has sent something before: the next
   * send of several values throws it, or the next wait. Every other one is found again.
   */
  void keep(IllegalStateException e) {
    if (e instanceof PeerLostException lost) {
      untold = lost;
    }
  }

  /** Throws what {@link #keep} has kept. */
  void requirePeer() {
    PeerLostException lost = untold;
    if (lost != null) {
      untold = null;
      throw lost;
    }
  }

  /** A handler of the inbox must not wait for space that only its own thread makes. */
  private void requireOtherThread() {
    if (inbox != null && inbox.isHandling()) {
      throw new IllegalStateException(
          "no space, and the inbox's handler that sends would wait for itself:"
              + " expected trySend there, or a larger capacity");
    }
  }

  /** Closes the channel. Any thread may. */
  void close() {
    if (inbox == null) {
      Channel.close(elements, space.waker());
    } else {
      // Only this channel of the inbox. The receiver takes it off its list.
      space.waker().close();
      elements.wake();
    }
  }

  private static ClosedException closed(String consequence) {
    return new ClosedException("send on a closed channel: " + consequence);
  }
}
