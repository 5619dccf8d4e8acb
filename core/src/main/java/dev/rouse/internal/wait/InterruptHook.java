package dev.rouse.internal.wait;

import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.spi.AbstractInterruptibleChannel;

/**
 * Runs an action when a waiter is interrupted while it sleeps in native code, where {@link
 * Thread#interrupt} alone does not reach it. It uses what the JDK offers for that, the protocol of
 * interruptible channels: between {@code begin} and {@code end}, an interrupt closes the channel,
 * on the interrupting thread. This channel has no other purpose. After an interrupt it is replaced.
 */
final class InterruptHook extends AbstractInterruptibleChannel {
  private final Runnable onInterrupt;

  InterruptHook(Runnable onInterrupt) {
    this.onInterrupt = onInterrupt;
  }

  /** Makes an interrupt run the action; runs it at once if the thread is already interrupted. */
  void arm() {
    begin();
  }

  /**
   * Ends what {@link #arm} began.
   *
   * @return false if an interrupt ran the action; the hook cannot be armed again
   */
  boolean disarm() {
    try {
      end(true);
    } catch (ClosedByInterruptException e) {
      return false;
    } catch (java.nio.channels.AsynchronousCloseException e) {
      throw new AssertionError(e); // only for an operation that did not complete
    }
    return isOpen();
  }

  @Override
  protected void implCloseChannel() {
    onInterrupt.run();
  }
}
