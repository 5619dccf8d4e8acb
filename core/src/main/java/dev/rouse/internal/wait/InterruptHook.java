package dev.rouse.internal.wait;

import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.spi.AbstractInterruptibleChannel;

/**
 * Tells a cell that its waiter is interrupted while it sleeps in native code, where {@link
 * Thread#interrupt} alone does not reach it. What the JDK offers for that is the protocol of
 * interruptible channels: between {@code begin} and {@code end}, an interrupt closes the channel,
 * on the interrupting thread. This channel is nothing but that; used once, it is replaced.
 */
final class InterruptHook extends AbstractInterruptibleChannel {
  private final Runnable onInterrupt;

  InterruptHook(Runnable onInterrupt) {
    this.onInterrupt = onInterrupt;
  }

  /** From now on, and if the thread is interrupted already, an interrupt runs the hook. */
  void arm() {
    begin();
  }

  /**
   * No longer.
   *
   * @return false if an interrupt ran the hook; it cannot be armed again
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
