package dev.rouse.channel;

import dev.rouse.internal.wait.WaitLayout;
import dev.rouse.memory.Region;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

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
 * The channel is closed when both waiting ends are.
 *
 * <h2>The end</h2>
 *
 * It settles the race between a send and a close. A sender can read "open", publish, and only then
 * find the channel closed, while the receiver finds it closed and empty and leaves: was the record
 * delivered? Both then propose the position at which the channel ends, the sender the end of what
 * it published, the receiver the end of what it received; the first proposal stands (one CAS). If
 * the receiver's stands and is less than the sender's, the record was not delivered and the send
 * says so; in every other case it was, and the receiver goes on to that position.
 *
 * <p>That no record falls between the two is the wait protocol's promise: a sender whose publish
 * the receiver's last look misses finds the waiting end closed after its publish ({@link
 * dev.rouse.internal.wait.Waker#wake}), provided that the receiver looks after {@link
 * dev.rouse.internal.wait.Waiter#barrierAfterClose}.
 */
final class ChannelLayout {
  static final long RECORDS = 0;
  static final long SPACE = RECORDS + WaitLayout.BYTE_SIZE;
  static final long END = SPACE + WaitLayout.BYTE_SIZE;
  static final long PACE = END + Region.ALIGNMENT;
  static final long WOKEN_FOR = PACE + Long.BYTES;
  static final long RING = PACE + Region.ALIGNMENT;

  /** The end holds a position plus 1, so that a zeroed region means "none yet". */
  private static final long NONE = 0;

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

  private ChannelLayout() {}

  /**
   * Settles the end of the channel, if that has not happened.
   *
   * @param segment the memory of the channel
   * @param position what the caller proposes
   * @return the position at which the channel ends, for good
   */
  static long settleEnd(MemorySegment segment, long position) {
    long before = (long) LONG.compareAndExchange(segment, END, NONE, position + 1);
    return (before == NONE ? position + 1 : before) - 1;
  }
}
