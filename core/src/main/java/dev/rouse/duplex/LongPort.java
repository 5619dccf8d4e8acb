package dev.rouse.duplex;

import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.wait.ClosedException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * One side of a duplex channel of longs, each 0 or more. Its {@link #sender} and {@link #receiver}
 * also send and receive arrays and many values at a time.
 */
public final class LongPort extends Port<LongSender, LongReceiver> {
  /** What {@link #tryReceive} and a timed receive return if there is no value. */
  public static final long NONE = LongReceiver.NONE;

  /** What the receiving methods return when the conversation has ended. */
  public static final int END_OF_STREAM = LongReceiver.END_OF_STREAM;

  LongPort(LongSender sender, LongReceiver receiver, Runnable closeBoth) {
    super(sender, receiver, closeBoth);
  }

  /**
   * Sends a value, and waits for space if there is none.
   *
   * @param value the value, 0 or more
   * @throws ClosedException if the channel is closed before the value is sent
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was sent
   * @throws IllegalArgumentException if {@code value} is negative
   * @throws IllegalStateException if the region is closed
   */
  public void send(long value) throws InterruptedException {
    sender().send(value);
  }

  /**
   * As {@link #send(long)}, but waits no longer than a given time.
   *
   * @param value the value, 0 or more
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @return true if the value was sent, false if the time was up before there was space
   * @throws ClosedException if the channel is closed before the value is sent
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was sent
   * @throws IllegalArgumentException if {@code value} is negative
   * @throws IllegalStateException if the region is closed
   */
  public boolean send(long value, long timeout, TimeUnit unit) throws InterruptedException {
    return sender().send(value, timeout, unit);
  }

  /**
   * As {@link #send(long)}, but an interrupt does not end the wait; the interrupt status is then
   * set when the method returns.
   *
   * @param value the value, 0 or more
   * @throws ClosedException if the channel is closed before the value is sent
   * @throws IllegalArgumentException if {@code value} is negative
   * @throws IllegalStateException if the region is closed
   */
  public void sendUninterruptibly(long value) {
    sender().sendUninterruptibly(value);
  }

  /**
   * Sends a value if there is space for it, without waiting.
   *
   * @param value the value, 0 or more
   * @return true if the value was sent, false if there is no space for it at present
   * @throws ClosedException if the channel is closed; nothing was sent
   * @throws IllegalArgumentException if {@code value} is negative
   * @throws IllegalStateException if the region is closed
   */
  public boolean trySend(long value) {
    return sender().trySend(value);
  }

  /**
   * Waits for the next value from the other side and takes it.
   *
   * @return the value, 0 or more, or {@link #END_OF_STREAM}
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was taken
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public long receive() throws InterruptedException {
    return receiver().receive();
  }

  /**
   * As {@link #receive()}, but waits no longer than a given time.
   *
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @return the value, 0 or more, {@link #NONE} if the time was up before there was one, or {@link
   *     #END_OF_STREAM}
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was taken
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public long receive(long timeout, TimeUnit unit) throws InterruptedException {
    return receiver().receive(timeout, unit);
  }

  /**
   * As {@link #receive()}, but an interrupt does not end the wait; the interrupt status is then set
   * when the method returns.
   *
   * @return the value, 0 or more, or {@link #END_OF_STREAM}
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public long receiveUninterruptibly() {
    return receiver().receiveUninterruptibly();
  }

  /**
   * Takes the next value from the other side, if there is one, without waiting.
   *
   * @return the value, 0 or more, {@link #NONE} if there is none at present, or {@link
   *     #END_OF_STREAM}
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public long tryReceive() {
    return receiver().poll();
  }

  /**
   * Passes every value from the other side to a handler until the conversation has ended, and waits
   * while there is none. The handler may send its answer through this port; if the other side has
   * closed the channel, that send throws {@link ClosedException}. An interrupt does not end it; the
   * interrupt status is then set when the method returns.
   *
   * @param handler is called with each value
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public void forEach(LongConsumer handler) {
    receiver().forEach(handler);
  }
}
