package dev.rouse.channel;

import dev.rouse.internal.wait.WaitCell;
import dev.rouse.memory.Region;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * What the two ends of a channel share beside the ring: where each waits, and where the channel
 * ends.
 *
 * <p>The end settles the race between a send and a close. A sender can read "open", publish, and
 * only then find the channel closed, while the receiver finds it closed and empty and leaves: is
 * the record handed over? Both sides then propose the position at which the channel ends, the
 * sender the end of what it published, the receiver the end of what it received; the first proposal
 * stands (one CAS). If the receiver's stands and is less than the sender's, the record was not
 * handed over and the send says so; in every other case it was, and the receiver goes on to that
 * position.
 *
 * <p>That no record falls between the two is the wait cell's promise: a sender whose publish the
 * receiver's last look misses finds the cell closed behind its publish ({@link WaitCell#wake}),
 * provided that the receiver looks behind {@link WaitCell#barrierAfterClose}.
 */
final class ChannelState {
  private static final long RECEIVER = 0;
  private static final long SENDER = RECEIVER + WaitCell.BYTE_SIZE;
  private static final long END = SENDER + WaitCell.BYTE_SIZE;
  static final long BYTE_SIZE = END + Region.ALIGNMENT;

  /** The end holds a position plus 1, so that a zeroed region means "none yet". */
  private static final long NONE = 0;

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

  /** Where the receiver waits for a record. */
  final WaitCell records;

  /** Where the sender waits for space. */
  final WaitCell space;

  private final MemorySegment segment;

  /**
   * What the cells say, on the heap, for the sender's look before each record: reading it takes
   * fewer checks than reading a word in a segment, and leaves the compiler room to inline the rest.
   */
  private volatile boolean closed;

  ChannelState(MemorySegment segment, WaitPolicy policy) {
    this.segment = segment;
    this.records = new WaitCell(segment, RECEIVER, policy);
    this.space = new WaitCell(segment, SENDER, policy);
  }

  void close() {
    closed = true;
    try {
      records.close();
    } finally {
      space.close();
    }
  }

  /** Tells whether nothing can be sent any more. */
  boolean isClosed() {
    return closed;
  }

  /** Tells whether the receiver may leave, after a last look behind the barrier (see the class). */
  boolean mayEnd() {
    return records.isClosed();
  }

  /**
   * Settles the end of the channel, if that has not happened.
   *
   * @param position what the caller proposes
   * @return the position at which the channel ends, for good
   */
  long end(long position) {
    long before = (long) LONG.compareAndExchange(segment, END, NONE, position + 1);
    return (before == NONE ? position + 1 : before) - 1;
  }
}
