package dev.rouse.channel;

import dev.rouse.internal.memory.Words;
import dev.rouse.internal.wait.WaitLayout;
import dev.rouse.memory.Region;
import java.lang.foreign.MemorySegment;

/**
 * The layout of a channel in memory.
 *
 * <pre>
 *  offset
 *       0  records     256 bytes, a {@link WaitLayout}: where the receiver waits for a record
 *     256  space       256 bytes, a {@link WaitLayout}: where the sender waits for space
 *     512  end         long, written by either, once: where the channel ends, plus 1; 0 for not yet
 *     640  pace        long, the receiver's own, see {@link Pace}
 *     648  woken for   long, the receiver's own: the position for which it last woke the sender
 *     768  ring        256 bytes and the capacity
 * </pre>
 *
 * The channel is closed when both waiting ends are. The receiver of an inbox waits in memory of its
 * own ({@link InboxEnd}), so the first 256 bytes of its channels are not used, and such a channel
 * is closed when the sender's waiting end is.
 *
 * <h2>The end</h2>
 *
 * The end settles the race between a send and a close. A sender can read "open", publish, and only
 * then find the channel closed, while the receiver finds it closed and empty and leaves. Was the
 * record delivered? Both propose the position at which the channel ends: the sender the end of what
 * it published, the receiver the end of what it received. The first proposal wins (one CAS). If the
 * receiver's proposal wins and is less than the sender's, the record was not delivered, and the
 * send throws. In every other case it is delivered: the receiver continues up to that position.
 *
 * <p>No record can be missed by both, because of the wait protocol: if the receiver's last look
 * misses a publish, the sender finds the waiting end closed after its publish ({@link
 * dev.rouse.internal.wait.Waker#wake}). This requires that the receiver looks after {@link
 * dev.rouse.internal.wait.Waiter#barrierAfterClose}.
 */
final class ChannelLayout {
  static final long RECORDS = 0;
  static final long SPACE = RECORDS + WaitLayout.BYTE_SIZE;
  static final long END = SPACE + WaitLayout.BYTE_SIZE;
  static final long PACE = END + Region.ALIGNMENT;
  static final long WOKEN_FOR = PACE + Long.BYTES;
  static final long RING = PACE + Region.ALIGNMENT;

  /**
   * An end notes that it is awake each time after so many elements: rarely, because the note is a
   * store.
   */
  static final long NOTE_ELEMENTS = 64;

  /** The end word of a new channel. The word holds a position plus 1, so 0 means "not settled". */
  private static final long NONE = 0;

  private ChannelLayout() {}

  /**
   * Returns how much of what is in a ring is in its channel: what lies after the settled end was
   * refused.
   *
   * @param segment the memory of the channel
   * @param size how much is in the ring
   * @param consumed the position of the ring's consumer
   * @return the size, from 0 to {@code size}
   */
  static int sizeUpToEnd(MemorySegment segment, int size, long consumed) {
    long end = Words.getAcquire(segment, Words.base(segment), END);
    return end == NONE ? size : Math.clamp(end - 1 - consumed, 0, size);
  }

  /**
   * Tells whether the end of the channel is settled and was reached.
   *
   * @param segment the memory of the channel
   * @param base its base, see {@link Words}
   * @param position how far its elements were taken
   * @return true if nothing more is received
   */
  static boolean hasEnded(MemorySegment segment, long base, long position) {
    long end = Words.getAcquire(segment, base, END);
    return end != NONE && end - 1 <= position;
  }

  /**
   * Settles the end of the channel, if it is not settled yet.
   *
   * @param segment the memory of the channel
   * @param base its base, see {@link Words}
   * @param position what the caller proposes
   * @return the position at which the channel ends, for good
   */
  static long settleEnd(MemorySegment segment, long base, long position) {
    long before = Words.compareAndExchange(segment, base, END, NONE, position + 1);
    return (before == NONE ? position + 1 : before) - 1;
  }
}
