package dev.rouse.channel;

import dev.rouse.internal.wait.Deadline;
import dev.rouse.internal.wait.WaitCondition;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.ring.LongRingConsumer;
import dev.rouse.ring.LongRingProducer;
import dev.rouse.wait.ClosedException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sending end of a channel of longs, for one thread at a time. It wakes a sleeping receiver,
 * and waits itself while there is no space (backpressure).
 *
 * <p>Sending comes in four forms. {@code trySend} does not wait. The others wait for space: until
 * there is some or the thread is interrupted, at most for a given time, or uninterruptibly.
 *
 * <p>The receiver's handler may send on its own channel. If the channel is full then, only the same
 * thread could make space, so a send that would have to wait throws {@link IllegalStateException}.
 *
 * <p>Every method that needs space throws {@link dev.rouse.ring.CorruptRecordException}, an {@code
 * IllegalStateException}, if there is none and the receiver's position in memory is invalid.
 *
 * <p>In a region file, every wait for space throws {@link dev.rouse.file.PeerLostException}, an
 * {@code IllegalStateException}, if the process of the receiver was lost.
 */
public final class LongSender implements AutoCloseable {
  private final LongRingProducer ring;
  private final @Nullable LongRingConsumer receiver;
  private final SendingEnd end;
  private final int capacity;
  private final WaitCondition hasSpace;

  /**
   * Makes the sending end.
   *
   * @param ring the ring's end
   * @param receiver the ring's other end, for sends by the receiver's handler; null if it is in a
   *     file, where nobody knows whose handler that is
   * @param end what does the waiting
   * @param capacity how many values the channel holds
   */
  LongSender(
      LongRingProducer ring, @Nullable LongRingConsumer receiver, SendingEnd end, int capacity) {
    this.ring = ring;
    this.receiver = receiver;
    this.end = end;
    this.capacity = capacity;
    this.hasSpace = ring::hasSpace;
  }

  /**
   * Sends a value if there is space for it, without waiting.
   *
   * @param value the value, 0 or more
   * @return true if it was sent, false if there is no space for it at present
   * @throws ClosedException if the channel is closed; nothing was sent
   * @throws IllegalArgumentException if {@code value} is negative
   * @throws IllegalStateException if the region is closed
   */
  public boolean trySend(long value) {
    end.requireOpen();
    long before = ring.position();
    if (!ring.offer(value)) {
      return end.noSpace();
    }
    if (end.published(before, before + 1) == before) {
      throw SendingEnd.receiverHasLeft();
    }
    return true;
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
    Waiter.requireNotInterrupted();
    while (!trySend(value)) {
      awaitSpace(Deadline.FOREVER);
    }
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
    long timeoutNanos = Deadline.nanos(timeout, unit);
    Waiter.requireNotInterrupted();
    return trySend(value) || (awaitSpace(timeoutNanos) && trySend(value));
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
    while (!trySend(value)) {
      awaitSpaceUninterruptibly();
    }
  }

  /**
   * Sends values as far as there is space for them, without waiting. Costs less for each of them
   * than sending them one by one. The receiver may get the first ones before the last are sent.
   *
   * @param values where the values are, each 0 or more
   * @param offset the index of the first one
   * @param length how many to send, 0 or more
   * @return how many were sent, from 0 to {@code length}
   * @throws ClosedException if the channel is closed; nothing was sent
   * @throws IllegalArgumentException if a value is negative; nothing was sent
   * @throws IndexOutOfBoundsException if {@code values} does not have these elements
   * @throws IllegalStateException if the region is closed
   */
  public int trySend(long[] values, int offset, int length) {
    end.requireOpen();
    int count = ring.offer(values, offset, length);
    if (count == 0) {
      end.noSpace();
      return 0;
    }
    long after = ring.position();
    long before = after - count;
    // A receiver that left in between may have taken the first of them.
    int sent = (int) (end.published(before, after) - before);
    if (sent <= 0) {
      throw SendingEnd.receiverHasLeft();
    }
    return sent;
  }

  /**
   * Sends values, and waits for space until all are sent.
   *
   * @param values where the values are, each 0 or more
   * @param offset the index of the first one
   * @param length how many to send, 0 or more
   * @return how many were sent: {@code length}, or fewer if after the first the channel was closed
   *     or another exception of those below ended it, or the thread was interrupted (its interrupt
   *     status is then set)
   * @throws ClosedException if the channel is closed; nothing was sent
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was sent
   * @throws IllegalArgumentException if a value is negative; nothing was sent
   * @throws IndexOutOfBoundsException if {@code values} does not have these elements
   * @throws IllegalStateException if the region is closed
   */
  public int send(long[] values, int offset, int length) throws InterruptedException {
    return send(values, offset, length, Deadline.FOREVER, TimeUnit.NANOSECONDS);
  }

  /**
   * As {@link #send(long[], int, int)}, but waits no longer than a given time.
   *
   * @param values where the values are, each 0 or more
   * @param offset the index of the first one
   * @param length how many to send, 0 or more
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @return how many were sent: {@code length}, or fewer if the time was up, or if after the first
   *     the channel was closed or another exception of those below ended it, or the thread was
   *     interrupted (its interrupt status is then set)
   * @throws ClosedException if the channel is closed; nothing was sent
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was sent
   * @throws IllegalArgumentException if a value is negative; nothing was sent
   * @throws IndexOutOfBoundsException if {@code values} does not have these elements
   * @throws IllegalStateException if the region is closed
   */
  public int send(long[] values, int offset, int length, long timeout, TimeUnit unit)
      throws InterruptedException {
    long timeoutNanos = Deadline.nanos(timeout, unit);
    Waiter.requireNotInterrupted();
    end.requirePeer();
    int sent = trySend(values, offset, length);
    if (sent == length || timeoutNanos <= 0) {
      return sent;
    }
    long start = System.nanoTime();
    try {
      while (sent < length) {
        long left =
            timeoutNanos == Deadline.FOREVER
                ? Deadline.FOREVER
                : timeoutNanos - (System.nanoTime() - start);
        if (!awaitSpace(left)) {
          break;
        }
        sent += trySendPart(values, offset + sent, length - sent);
      }
    } catch (IllegalStateException e) {
      if (sent == 0) {
        throw e;
      }
      end.keep(e);
    } catch (InterruptedException e) {
      if (sent == 0) {
        throw e;
      }
      Thread.currentThread().interrupt();
    }
    return sent;
  }

  /**
   * As {@link #send(long[], int, int)}, but an interrupt does not end the wait; the interrupt
   * status is then set when the method returns.
   *
   * @param values where the values are, each 0 or more
   * @param offset the index of the first one
   * @param length how many to send, 0 or more
   * @return how many were sent: {@code length}, or fewer if after the first the channel was closed
   *     or another exception of those below ended it
   * @throws ClosedException if the channel is closed; nothing was sent
   * @throws IllegalArgumentException if a value is negative; nothing was sent
   * @throws IndexOutOfBoundsException if {@code values} does not have these elements
   * @throws IllegalStateException if the region is closed
   */
  public int sendUninterruptibly(long[] values, int offset, int length) {
    end.requirePeer();
    int sent = trySend(values, offset, length);
    try {
      while (sent < length) {
        awaitSpaceUninterruptibly();
        sent += trySendPart(values, offset + sent, length - sent);
      }
    } catch (IllegalStateException e) {
      if (sent == 0) {
        throw e;
      }
      end.keep(e);
    }
    return sent;
  }

  /**
   * Returns how many values were sent since the channel was created, by this sender and by those
   * before it in a region file: from here a successor goes on.
   *
   * @return the position of the next value, 0 or more
   */
  public long position() {
    return ring.position();
  }

  /**
   * Closes the channel: nothing can be sent any more, and the receiver is told that the channel has
   * ended once it has received everything. Any thread may close, any number of times. Does not
   * wait.
   */
  @Override
  public void close() {
    end.close();
  }

  /** Returns what this sender does besides storing its elements. */
  SendingEnd end() {
    return end;
  }

  /** Sends some of the values, which were checked before: not all of them again. */
  private int trySendPart(long[] values, int offset, int length) {
    return trySend(values, offset, Math.min(length, capacity));
  }

  /** Returns false if the time is up. */
  private boolean awaitSpace(long timeoutNanos) throws InterruptedException {
    return (timeoutNanos > 0 && makesSpaceItself()) || end.await(hasSpace, timeoutNanos);
  }

  private void awaitSpaceUninterruptibly() {
    if (!makesSpaceItself()) {
      end.awaitUninterruptibly(hasSpace);
    }
  }

  /**
   * In a handler of this channel's receiver: frees what was handed to it, instead of waiting for
   * itself.
   */
  private boolean makesSpaceItself() {
    if (receiver == null || !receiver.isHandling()) {
      return false;
    }
    if (!receiver.release()) {
      throw new IllegalStateException(
          "no space for a value, and the receiver's handler that sends it would wait for itself:"
              + " expected trySend there, or a larger channel");
    }
    return true;
  }
}
