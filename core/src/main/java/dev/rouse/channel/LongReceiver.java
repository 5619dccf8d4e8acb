package dev.rouse.channel;

import dev.rouse.internal.wait.Deadline;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.ring.LongRingConsumer;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * The receiving end of a channel of longs, for one thread at a time. It sleeps while there is
 * nothing to receive, and the sender wakes it.
 *
 * <p>Values come in the order in which they were sent: one by one ({@link #receive()}, {@link
 * #poll}), through a handler ({@link #forEach}, {@link #receive(LongConsumer, int)}, {@link
 * #drain(LongConsumer, int)}), or into an array ({@link #drain(long[], int, int)}). If a handler
 * throws, the exception goes to the caller. The value that it was given is lost, and only that one.
 *
 * <p>A receiver that stops before the end of the channel should be {@linkplain #close closed}, so
 * that its sender is told. Otherwise the sender fills the channel and waits for ever.
 *
 * <p>In a region file, every wait throws {@link dev.rouse.file.PeerLostException}, an {@code
 * IllegalStateException}, if the process of the sender was lost and everything was received that it
 * had sent. The next call waits for a successor.
 */
public final class LongReceiver implements AutoCloseable {
  /** What the receiving methods return once the channel was closed and everything was received. */
  public static final int END_OF_STREAM = -1;

  /**
   * What {@link #poll}, {@link #peek} and a timed {@link #receive(long, TimeUnit)} return if there
   * is no value.
   */
  public static final long NONE = LongRingConsumer.NONE;

  private final LongRingConsumer ring;
  private final ReceivingEnd end;
  private final long repeatedUpTo;

  /** How many values are taken at most before the sender is woken. */
  private final int partLimit;

  LongReceiver(LongRingConsumer ring, ReceivingEnd end, int capacity) {
    this(ring, end, capacity, FileEnd.NOTHING_REPEATED);
  }

  LongReceiver(LongRingConsumer ring, ReceivingEnd end, int capacity, long repeatedUpTo) {
    this.repeatedUpTo = repeatedUpTo;
    this.ring = ring;
    this.end = end;
    this.partLimit = capacity / ReceivingEnd.PARTS;
  }

  /**
   * Takes the next value, if there is one, without waiting.
   *
   * @return the value, 0 or more, {@link #NONE} if there is none at present, or {@link
   *     #END_OF_STREAM}
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public long poll() {
    if (end.hasEnded()) {
      return END_OF_STREAM;
    }
    long value = take();
    if (value != NONE || !end.isClosed()) {
      return value;
    }
    return end.isAtEnd(ring.position()) ? END_OF_STREAM : take();
  }

  /**
   * Returns the next value, if there is one, and leaves it in the channel. Does not wait.
   *
   * @return the value, 0 or more, or {@link #NONE}; at the end of the channel, too, which {@link
   *     #poll} tells
   * @throws IllegalStateException if the region is closed
   */
  public long peek() {
    return end.hasEnded() ? NONE : ring.peek();
  }

  /**
   * Waits for the next value and takes it.
   *
   * @return the value, 0 or more, or {@link #END_OF_STREAM}
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was taken
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public long receive() throws InterruptedException {
    return receiveNanos(Deadline.FOREVER);
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
    return receiveNanos(Deadline.nanos(timeout, unit));
  }

  /**
   * As {@link #receive()}, but an interrupt does not end the wait; the interrupt status is then set
   * when the method returns.
   *
   * @return the value, 0 or more, or {@link #END_OF_STREAM}
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public long receiveUninterruptibly() {
    long value;
    while ((value = poll()) == NONE) {
      end.awaitUninterruptibly();
    }
    return value;
  }

  /**
   * Passes the available values to a handler, without waiting.
   *
   * @param handler is called with each value
   * @param limit the largest number of values to take, at least 1
   * @return how many were taken, 0 if there were none, or {@link #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public int drain(LongConsumer handler, int limit) {
    Objects.requireNonNull(handler, "handler");
    if (limit < 1) {
      throw new IllegalArgumentException("limit: " + limit + ", expected 1 or more");
    }
    if (end.hasEnded()) {
      return END_OF_STREAM;
    }
    int count = take(handler, limit);
    if (count != 0 || !end.isClosed()) {
      return count;
    }
    return end.isAtEnd(ring.position()) ? END_OF_STREAM : take(handler, limit);
  }

  /**
   * Takes the available values into an array, without waiting.
   *
   * @param target where the values go
   * @param offset the index of the first one
   * @param length the largest number of values to take, at least 1
   * @return how many were taken, 0 if there were none, or {@link #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code length} is not positive
   * @throws IndexOutOfBoundsException if {@code target} does not have these elements
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public int drain(long[] target, int offset, int length) {
    if (length < 1) {
      throw new IllegalArgumentException("length: " + length + ", expected 1 or more");
    }
    if (end.hasEnded()) {
      return END_OF_STREAM;
    }
    int count = take(target, offset, length);
    if (count != 0 || !end.isClosed()) {
      return count;
    }
    return end.isAtEnd(ring.position()) ? END_OF_STREAM : take(target, offset, length);
  }

  /**
   * Waits until there is a value, and passes the available ones to a handler.
   *
   * @param handler is called with each value
   * @param limit the largest number of values to take, at least 1
   * @return how many were taken, at least 1, or {@link #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was taken
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public int receive(LongConsumer handler, int limit) throws InterruptedException {
    return receiveNanos(handler, limit, Deadline.FOREVER);
  }

  /**
   * As {@link #receive(LongConsumer, int)}, but waits no longer than a given time.
   *
   * @param handler is called with each value
   * @param limit the largest number of values to take, at least 1
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @return how many were taken, 0 if the time was up before there was one, or {@link
   *     #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was taken
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public int receive(LongConsumer handler, int limit, long timeout, TimeUnit unit)
      throws InterruptedException {
    return receiveNanos(handler, limit, Deadline.nanos(timeout, unit));
  }

  /**
   * As {@link #receive(LongConsumer, int)}, but an interrupt does not end the wait; the interrupt
   * status is then set when the method returns.
   *
   * @param handler is called with each value
   * @param limit the largest number of values to take, at least 1
   * @return how many were taken, at least 1, or {@link #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public int receiveUninterruptibly(LongConsumer handler, int limit) {
    int count;
    while ((count = drain(handler, limit)) == 0) {
      end.awaitUninterruptibly();
    }
    return count;
  }

  /**
   * Passes every value to a handler until the channel has ended, and waits while there is none. An
   * interrupt does not end it; the interrupt status is then set when the method returns.
   *
   * @param handler is called with each value
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public void forEach(LongConsumer handler) {
    while (receiveUninterruptibly(handler, Integer.MAX_VALUE) != END_OF_STREAM) {
      // The handler does the work.
    }
  }

  /**
   * Tells whether the value that was taken last, or that a handler is being given, may have been
   * delivered before: to an earlier receiver of a region file that was lost. Returns false if no
   * earlier receiver was lost, and for what was sent after this receiver was attached. Returns true
   * for all that was in the channel before, whether the lost receiver has seen it or not.
   *
   * @return true if it may have been delivered before
   */
  public boolean mayBeRepeated() {
    return ring.position() <= repeatedUpTo;
  }

  /**
   * Closes the channel and tells its sender: a waiting sender is woken, and every further send
   * throws {@link dev.rouse.wait.ClosedException}. What was sent before can still be received. Any
   * thread may close, any number of times. Does not wait.
   */
  @Override
  public void close() {
    end.close();
  }

  /** Returns what this receiver does besides taking its elements. */
  ReceivingEnd end() {
    return end;
  }

  private long receiveNanos(long timeoutNanos) throws InterruptedException {
    Waiter.requireNotInterrupted();
    long value;
    while ((value = poll()) == NONE) {
      if (!end.await(timeoutNanos)) {
        return NONE;
      }
      // There is a value, or the channel is closed: the next poll does not return NONE.
    }
    return value;
  }

  private int receiveNanos(LongConsumer handler, int limit, long timeoutNanos)
      throws InterruptedException {
    Waiter.requireNotInterrupted();
    int count;
    while ((count = drain(handler, limit)) == 0) {
      if (!end.await(timeoutNanos)) {
        return 0;
      }
      // There is a value, or the channel is closed: the next drain does not return 0.
    }
    return count;
  }

  private long take() {
    long value = ring.poll();
    try {
      end.took(ring.position());
    } catch (StackOverflowError e) {
      // Thrown, it would take the value with it. The next call makes up for the wake.
    }
    return value;
  }

  /**
   * Takes values in parts of the capacity, so that a waiting sender goes on while a slow handler
   * works. Wakes the sender even if the handler throws.
   */
  private int take(LongConsumer handler, int limit) {
    int count = 0;
    int taken;
    int part;
    do {
      part = Math.min(limit - count, partLimit);
      try {
        taken = ring.drain(handler, part);
      } finally {
        // In a handler, what it was given is not free yet.
        if (!ring.isHandling()) {
          end.took(ring.position());
        }
      }
      count += taken;
    } while (taken == part && count != limit);
    return count;
  }

  private int take(long[] target, int offset, int length) {
    int count = ring.drain(target, offset, length);
    try {
      end.took(ring.position());
    } catch (StackOverflowError e) {
      // Thrown, it would take the count with it. The next call makes up for the wake.
    }
    return count;
  }
}
