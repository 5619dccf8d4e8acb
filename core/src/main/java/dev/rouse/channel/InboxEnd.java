package dev.rouse.channel;

import dev.rouse.internal.memory.Words;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.memory.Region;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.MemorySegment;

/**
 * The waiting end that all channels of an inbox share: their receiver waits here, and each of their
 * senders wakes it. So one thread waits for all of them, and of several senders that publish while
 * it sleeps only one makes the wake.
 *
 * <p>The wait protocol does not care how many publishers there are: each of them publishes in its
 * own channel and then reads the one state, and the receiver looks at all channels after it has
 * announced itself.
 *
 * <p>Its memory has the layout of a channel without a ring ({@link ChannelLayout}), and a word of
 * the receiver on the receiver's own line:
 *
 * <pre>
 *  offset
 *     656  handling   long, the id of the thread that passes elements to handlers, 0 if none does
 * </pre>
 */
final class InboxEnd {
  private static final long HANDLING = ChannelLayout.WOKEN_FOR + Long.BYTES;

  private final MemorySegment segment = Region.allocate(ChannelLayout.RING).segment();

  /** See {@link Words}. Nobody else has the region, so nobody closes it. */
  private final long base = Words.base(segment);

  private final Waiter waiter;

  InboxEnd(WaitPolicy policy) {
    this.waiter = new Waiter(segment, ChannelLayout.RECORDS, policy);
  }

  /** Returns the memory in which the receiver waits, at {@link ChannelLayout#RECORDS}. */
  MemorySegment segment() {
    return segment;
  }

  /** Returns where the receiver waits. */
  Waiter waiter() {
    return waiter;
  }

  /** Tells whether the calling thread is in a handler of the inbox. */
  boolean isHandling() {
    return handling() == Thread.currentThread().threadId();
  }

  /**
   * The calling thread passes elements to handlers from now on.
   *
   * @throws IllegalStateException if a thread does already
   */
  void beginHandling() {
    if (handling() != 0) {
      throw new IllegalStateException(
          isHandling()
              ? "drain by a handler of the same inbox, expected none while a handler runs"
              : "%s uses the receiver while the thread with id %d is in a handler of the inbox, expected one thread at a time"
                  .formatted(Thread.currentThread(), handling()));
    }
    Words.setOpaque(segment, base, HANDLING, Thread.currentThread().threadId());
  }

  /** Ends what {@link #beginHandling} began. */
  void endHandling() {
    Words.setOpaque(segment, base, HANDLING, 0L);
  }

  /** Opaque is enough: a thread looks for its own id, which only itself writes. */
  private long handling() {
    return Words.getOpaque(segment, base, HANDLING);
  }
}
