package dev.rouse.channel;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.function.IntUnaryOperator;

/**
 * One of the channels of an inbox, as the receiver sees it. It refers weakly to the sending end, so
 * that a channel whose sender is gone for good can be told from one whose sender is only silent.
 */
final class Source extends WeakReference<SendingEnd> {
  private final ReceivingEnd receiving;
  private final IntUnaryOperator drain;

  /**
   * Makes the source.
   *
   * @param sending the sending end
   * @param receiving the receiving end
   * @param drain passes up to so many elements to the handler of the channel, as {@link
   *     Receiver#drain} does
   * @param gone gets this source when the sending end is not reachable any more
   */
  Source(
      SendingEnd sending,
      ReceivingEnd receiving,
      IntUnaryOperator drain,
      ReferenceQueue<SendingEnd> gone) {
    super(sending, gone);
    this.receiving = receiving;
    this.drain = drain;
  }

  /**
   * Tells whether there is anything to do here: to take an element, or to take the source off the
   * list. For the receiver's thread.
   */
  boolean needsLook() {
    return receiving.hasElement() || receiving.isClosed();
  }

  /** Tells whether the memory of the channel was found corrupt. For the receiver's thread. */
  boolean isCorrupt() {
    return receiving.isCorrupt();
  }

  /**
   * Passes elements to the handler of the channel, without waiting. For the receiver's thread.
   *
   * @param limit the largest number of elements to take, at least 1
   * @return how many were taken, or {@link InboxReceiver#END_OF_STREAM} if no more will come
   */
  int drain(int limit) {
    return drain.applyAsInt(limit);
  }

  /** Closes the channel: its sender is told, and the receiver takes what is left. */
  void close() {
    receiving.space().close();
  }
}
