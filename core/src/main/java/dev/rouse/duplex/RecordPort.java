package dev.rouse.duplex;

import dev.rouse.channel.Receiver;
import dev.rouse.channel.Sender;
import dev.rouse.codec.RecordCodec;
import dev.rouse.wait.ClosedException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One side of a duplex channel of records: sends and receives values through codecs. Its {@link
 * #sender} and {@link #receiver} also send and receive bytes, claim records in place, and take many
 * records at a time.
 */
@SuppressWarnings("exports") // @Nullable is for compilers; nothing of it is needed at run time
public final class RecordPort extends Port<Sender, Receiver> {
  RecordPort(Sender sender, Receiver receiver, Runnable closeBoth) {
    super(sender, receiver, closeBoth);
  }

  /**
   * Sends a value, and waits for space if there is none.
   *
   * @param value the value
   * @param codec how to write it
   * @param <T> the type of the value
   * @throws ClosedException if the channel is closed before the value is sent
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was sent
   * @throws IllegalArgumentException if the value takes more bytes than a record can have
   * @throws IllegalStateException if a claim of the sender is open, or if the region is closed
   */
  public <T> void send(T value, RecordCodec<T> codec) throws InterruptedException {
    sender().send(value, codec);
  }

  /**
   * As {@link #send(Object, RecordCodec)}, but waits no longer than a given time.
   *
   * @param value the value
   * @param codec how to write it
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @param <T> the type of the value
   * @return true if the value was sent, false if the time was up before there was space
   * @throws ClosedException if the channel is closed before the value is sent
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was sent
   * @throws IllegalArgumentException if the value takes more bytes than a record can have
   * @throws IllegalStateException if a claim of the sender is open, or if the region is closed
   */
  public <T> boolean send(T value, RecordCodec<T> codec, long timeout, TimeUnit unit)
      throws InterruptedException {
    return sender().send(value, codec, timeout, unit);
  }

  /**
   * As {@link #send(Object, RecordCodec)}, but an interrupt does not end the wait; the interrupt
   * status is then set when the method returns.
   *
   * @param value the value
   * @param codec how to write it
   * @param <T> the type of the value
   * @throws ClosedException if the channel is closed before the value is sent
   * @throws IllegalArgumentException if the value takes more bytes than a record can have
   * @throws IllegalStateException if a claim of the sender is open, or if the region is closed
   */
  public <T> void sendUninterruptibly(T value, RecordCodec<T> codec) {
    sender().sendUninterruptibly(value, codec);
  }

  /**
   * Sends a value if there is space for it, without waiting.
   *
   * @param value the value
   * @param codec how to write it
   * @param <T> the type of the value
   * @return true if the value was sent, false if there is no space for it at present
   * @throws ClosedException if the channel is closed; nothing was sent
   * @throws IllegalArgumentException if the value takes more bytes than a record can have
   * @throws IllegalStateException if a claim of the sender is open, or if the region is closed
   */
  public <T> boolean trySend(T value, RecordCodec<T> codec) {
    return sender().trySend(value, codec);
  }

  /**
   * Waits for the next value from the other side and takes it.
   *
   * @param codec how to read it
   * @param <T> the type of the value
   * @return the value
   * @throws ClosedException if the conversation has ended: the channel was closed, and everything
   *     was received
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was taken
   * @throws IllegalArgumentException if the next record cannot be a value of this codec; it is lost
   * @throws IllegalStateException if called by a handler, or if the region is closed or corrupt
   */
  public <T> T receive(RecordCodec<T> codec) throws InterruptedException {
    return receiver().receive(codec);
  }

  /**
   * As {@link #receive(RecordCodec)}, but waits no longer than a given time.
   *
   * @param codec how to read it
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @param <T> the type of the value
   * @return the value, or null if the time was up before there was one
   * @throws ClosedException if the conversation has ended: the channel was closed, and everything
   *     was received
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was taken
   * @throws IllegalArgumentException if the next record cannot be a value of this codec; it is lost
   * @throws IllegalStateException if called by a handler, or if the region is closed or corrupt
   */
  public <T> @Nullable T receive(RecordCodec<T> codec, long timeout, TimeUnit unit)
      throws InterruptedException {
    return receiver().receive(codec, timeout, unit);
  }

  /**
   * As {@link #receive(RecordCodec)}, but an interrupt does not end the wait; the interrupt status
   * is then set when the method returns.
   *
   * @param codec how to read it
   * @param <T> the type of the value
   * @return the value
   * @throws ClosedException if the conversation has ended: the channel was closed, and everything
   *     was received
   * @throws IllegalArgumentException if the next record cannot be a value of this codec; it is lost
   * @throws IllegalStateException if called by a handler, or if the region is closed or corrupt
   */
  public <T> T receiveUninterruptibly(RecordCodec<T> codec) {
    return receiver().receiveUninterruptibly(codec);
  }

  /**
   * Takes the next value from the other side, if there is one, without waiting.
   *
   * @param codec how to read it
   * @param <T> the type of the value
   * @return the value, or null if there is none at present
   * @throws ClosedException if the conversation has ended: the channel was closed, and everything
   *     was received
   * @throws IllegalArgumentException if the next record cannot be a value of this codec; it is lost
   * @throws IllegalStateException if called by a handler, or if the region is closed or corrupt
   */
  public <T> @Nullable T tryReceive(RecordCodec<T> codec) {
    return receiver().poll(codec);
  }

  /**
   * Passes every value from the other side to an action until the conversation has ended, and waits
   * while there is none. The action may send its answer through this port; if the other side has
   * closed the channel, that send throws {@link ClosedException}. An interrupt does not end it; the
   * interrupt status is then set when the method returns.
   *
   * @param codec how to read the values
   * @param action is called with each value
   * @param <T> the type of the values
   * @throws IllegalArgumentException if a record cannot be a value of this codec; it is lost
   * @throws IllegalStateException if called by a handler, or if the region is closed or corrupt
   */
  public <T> void forEach(RecordCodec<T> codec, Consumer<? super T> action) {
    receiver().forEach(codec, action);
  }
}
