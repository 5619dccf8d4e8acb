package dev.rouse.channel;

import dev.rouse.codec.RecordCodec;
import dev.rouse.internal.wait.Deadline;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.ring.ControlledRecordHandler;
import dev.rouse.ring.CorruptRecordException;
import dev.rouse.ring.RecordHandler;
import dev.rouse.ring.RingConsumer;
import dev.rouse.wait.ClosedException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of a channel, for one thread at a time. It sleeps while there is nothing to
 * receive, and the sender wakes it.
 *
 * <p>Values are received through a codec, one by one: {@link #receive(RecordCodec)} waits for one,
 * {@link #poll(RecordCodec)} does not, {@link #forEach(RecordCodec, Consumer)} takes them all.
 * Without a codec, a handler gets each record in place: {@link #receive(RecordHandler, int)} and
 * {@link #drain}. Both see the records in the order in which they were sent. If a handler or a
 * codec throws, the exception goes to the caller. The record that it was given is lost, and only
 * that one: the next call starts with the record after it.
 *
 * <p>A receiver that stops before the end of the channel should be {@linkplain #close closed}, so
 * that its sender is told. Otherwise the sender fills the channel and waits for ever.
 *
 * {@snippet class="dev.rouse.samples.ReceiverCloseSample" region="program"}
 *
 * <p>{@code drain} and the methods that receive do the following under every policy and time-out:
 * if they find nothing after a run of several records, they pause for at most 3 microseconds and
 * look once more. A sender that is slower than its receiver then gets ahead, and both are faster.
 *
 * <p>In a region file, every wait throws {@link dev.rouse.file.PeerLostException}, an {@code
 * IllegalStateException}, if the process of the sender was lost and everything was received that it
 * had sent. The next call waits for a successor.
 */
@SuppressWarnings("exports") // @Nullable is for compilers; nothing of it is needed at run time
public final class Receiver implements AutoCloseable {
  /** What the receiving methods return once the channel was closed and everything was received. */
  public static final int END_OF_STREAM = -1;

  private final RingConsumer ring;
  private final ReceivingEnd end;
  private final Pace pace;
  private final long repeatedUpTo;

  /** Allocated by the thread that first receives a value, so that it lies near its objects. */
  private @Nullable ValueHandler values;

  Receiver(RingConsumer ring, ReceivingEnd end, Pace pace) {
    this(ring, end, pace, FileEnd.NOTHING_REPEATED);
  }

  Receiver(RingConsumer ring, ReceivingEnd end, Pace pace, long repeatedUpTo) {
    this.repeatedUpTo = repeatedUpTo;
    this.ring = ring;
    this.end = end;
    this.pace = pace;
  }

  /**
   * Passes the available records to a handler, without waiting.
   *
   * @param handler is called with each record
   * @param limit the largest number of records to take, at least 1
   * @return how many were taken, 0 if there were none, or {@link #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws CorruptRecordException if the memory does not hold a record where one must start
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public int drain(RecordHandler handler, int limit) {
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
   * Passes the available records to a handler that decides after each of them how to continue,
   * without waiting. A record that the handler leaves stays, and the next call begins with it.
   *
   * @param handler is called with each record, and may stop after it or leave it in the channel
   * @param limit the largest number of records to take, at least 1
   * @return how many were taken, 0 if there were none or the first was left, or {@link
   *     #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws CorruptRecordException if the memory does not hold a record where one must start
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public int drainControlled(ControlledRecordHandler handler, int limit) {
    if (end.hasEnded()) {
      return END_OF_STREAM;
    }
    int count = takeControlled(handler, limit);
    if (count != 0 || !end.isClosed() || ring.hasRecord()) {
      return count;
    }
    return end.isAtEnd(ring.position()) ? END_OF_STREAM : takeControlled(handler, limit);
  }

  /**
   * Passes the next record to a handler, if there is one, and leaves it in the channel. Does not
   * wait.
   *
   * @param handler gets the record
   * @return true if there was one; false also at the end of the channel, which {@link #drain} tells
   * @throws CorruptRecordException if the memory does not hold a record where one must start
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public boolean peek(RecordHandler handler) {
    if (end.hasEnded()) {
      return false;
    }
    try {
      return ring.peek(handler);
    } catch (CorruptRecordException e) {
      foundCorrupt();
      throw e;
    } finally {
      end.took(ring.position()); // padding in front of the record was freed
    }
  }

  /**
   * Waits until there is a record, and passes the available ones to a handler.
   *
   * @param handler is called with each record
   * @param limit the largest number of records to take, at least 1
   * @return how many were taken, at least 1, or {@link #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was taken
   * @throws CorruptRecordException if the memory does not hold a record where one must start
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public int receive(RecordHandler handler, int limit) throws InterruptedException {
    return receiveNanos(handler, limit, Deadline.FOREVER);
  }

  /**
   * As {@link #receive(RecordHandler, int)}, but waits no longer than a given time.
   *
   * @param handler is called with each record
   * @param limit the largest number of records to take, at least 1
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @return how many were taken, 0 if the time was up before there was one, or {@link
   *     #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was taken
   * @throws CorruptRecordException if the memory does not hold a record where one must start
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public int receive(RecordHandler handler, int limit, long timeout, TimeUnit unit)
      throws InterruptedException {
    return receiveNanos(handler, limit, Deadline.nanos(timeout, unit));
  }

  /**
   * As {@link #receive(RecordHandler, int)}, but an interrupt does not end the wait; the interrupt
   * status is then set when the method returns.
   *
   * @param handler is called with each record
   * @param limit the largest number of records to take, at least 1
   * @return how many were taken, at least 1, or {@link #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws CorruptRecordException if the memory does not hold a record where one must start
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public int receiveUninterruptibly(RecordHandler handler, int limit) {
    int count;
    while ((count = drain(handler, limit)) == 0) {
      end.awaitUninterruptibly();
    }
    return count;
  }

  /**
   * Passes every record to a handler until the channel has ended, and waits while there is none. An
   * interrupt does not end it; the interrupt status is then set when the method returns.
   *
   * @param handler is called with each record
   * @throws CorruptRecordException if the memory does not hold a record where one must start
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public void forEach(RecordHandler handler) {
    while (receiveUninterruptibly(handler, Integer.MAX_VALUE) != END_OF_STREAM) {
      // The handler does the work.
    }
  }

  /**
   * Takes the next value, if there is one, without waiting.
   *
   * @param codec how to read it
   * @param <T> the type of the value
   * @return the value, or null if there is none at present
   * @throws ClosedException if the channel has ended
   * @throws IllegalArgumentException if the next record cannot be a value of this codec; it is lost
   * @throws CorruptRecordException if the memory does not hold a record where one must start
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public <T> @Nullable T poll(RecordCodec<T> codec) {
    ValueHandler handler = handler(codec);
    return value(codec, handler, drain(handler, 1));
  }

  /**
   * Waits for the next value and takes it.
   *
   * @param codec how to read it
   * @param <T> the type of the value
   * @return the value
   * @throws ClosedException if the channel has ended: it was closed, and everything was received
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was taken
   * @throws IllegalArgumentException if the next record cannot be a value of this codec; it is lost
   * @throws CorruptRecordException if the memory does not hold a record where one must start
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public <T> T receive(RecordCodec<T> codec) throws InterruptedException {
    ValueHandler handler = handler(codec);
    return Objects.requireNonNull(
        value(codec, handler, receiveNanos(handler, 1, Deadline.FOREVER)));
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
   * @throws ClosedException if the channel has ended: it was closed, and everything was received
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was taken
   * @throws IllegalArgumentException if the next record cannot be a value of this codec; it is lost
   * @throws CorruptRecordException if the memory does not hold a record where one must start
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public <T> @Nullable T receive(RecordCodec<T> codec, long timeout, TimeUnit unit)
      throws InterruptedException {
    ValueHandler handler = handler(codec);
    return value(codec, handler, receiveNanos(handler, 1, Deadline.nanos(timeout, unit)));
  }

  /**
   * As {@link #receive(RecordCodec)}, but an interrupt does not end the wait; the interrupt status
   * is then set when the method returns.
   *
   * @param codec how to read it
   * @param <T> the type of the value
   * @return the value
   * @throws ClosedException if the channel has ended: it was closed, and everything was received
   * @throws IllegalArgumentException if the next record cannot be a value of this codec; it is lost
   * @throws CorruptRecordException if the memory does not hold a record where one must start
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public <T> T receiveUninterruptibly(RecordCodec<T> codec) {
    ValueHandler handler = handler(codec);
    return Objects.requireNonNull(value(codec, handler, receiveUninterruptibly(handler, 1)));
  }

  /**
   * Reads the next value, if there is one, and leaves it in the channel. Does not wait.
   *
   * @param codec how to read it
   * @param <T> the type of the value
   * @return the value, or null if there is none at present
   * @throws IllegalArgumentException if the next record cannot be a value of this codec; it stays
   * @throws CorruptRecordException if the memory does not hold a record where one must start
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public <T> @Nullable T peek(RecordCodec<T> codec) {
    ValueHandler handler = handler(codec);
    return value(codec, handler, peek((RecordHandler) handler) ? 1 : 0);
  }

  /**
   * Passes every value to an action until the channel has ended, and waits while there is none. An
   * interrupt does not end it; the interrupt status is then set when the method returns.
   *
   * @param codec how to read the values
   * @param action is called with each value
   * @param <T> the type of the values
   * @throws IllegalArgumentException if a record cannot be a value of this codec; it is lost
   * @throws CorruptRecordException if the memory does not hold a record where one must start
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public <T> void forEach(RecordCodec<T> codec, Consumer<? super T> action) {
    Objects.requireNonNull(codec, "codec");
    Objects.requireNonNull(action, "action");
    forEach((type, memory, offset, length) -> action.accept(codec.decode(memory, offset, length)));
  }

  /**
   * Tells whether the record that was taken last, or that a handler is being given, may have been
   * delivered before: to an earlier receiver of a region file that was lost. Returns false if no
   * earlier receiver was lost, and for what was sent after this receiver was attached. Returns true
   * for all that was in the channel before, whether the lost receiver has seen it or not.
   *
   * @return true if it may have been delivered before
   */
  public boolean mayBeRepeated() {
    return ring.lastPosition() <= repeatedUpTo;
  }

  /**
   * Closes the channel and tells its sender: a waiting sender is woken, and every further send
   * throws {@link ClosedException}. What was sent before can still be received. Any thread may
   * close, any number of times. Does not wait.
   */
  @Override
  public void close() {
    end.close();
  }

  /** Returns what this receiver does besides taking its elements. */
  ReceivingEnd end() {
    return end;
  }

  private int receiveNanos(RecordHandler handler, int limit, long timeoutNanos)
      throws InterruptedException {
    Waiter.requireNotInterrupted();
    do {
      int count = drain(handler, limit);
      if (count != 0) {
        return count;
      }
      if (!end.await(timeoutNanos)) {
        return 0;
      }
      // There is a record, or the channel is closed: the next drain does not return 0. But a sender
      // in another process that sends nothing but padding must not prolong a timed wait.
    } while (timeoutNanos == Deadline.FOREVER);
    return drain(handler, limit);
  }

  /**
   * Drains, and wakes the sender if that freed space, even if the handler throws. Also wakes it if
   * the ring is corrupt: the sender must not wait for space that never comes.
   */
  private int take(RecordHandler handler, int limit) {
    Objects.requireNonNull(handler, "handler");
    try {
      int count = ring.drain(handler, limit);
      if (count == 0) {
        if (!pace.pause()) {
          return 0;
        }
        count = ring.drain(handler, limit);
      }
      if (count != 0) {
        pace.found(count);
      }
      return count;
    } catch (CorruptRecordException e) {
      foundCorrupt();
      throw e;
    } finally {
      end.took(ring.position());
    }
  }

  /** As {@link #take}, for a handler that decides how to continue. */
  private int takeControlled(ControlledRecordHandler handler, int limit) {
    try {
      return ring.drainControlled(handler, limit);
    } catch (CorruptRecordException e) {
      foundCorrupt();
      throw e;
    } finally {
      end.took(ring.position());
    }
  }

  /** The exception may also be a handler's, of another ring. */
  private void foundCorrupt() {
    if (ring.isCorrupt()) {
      end.corrupt();
    }
  }

  private ValueHandler handler(RecordCodec<?> codec) {
    Objects.requireNonNull(codec, "codec");
    ValueHandler handler = values;
    if (handler == null) {
      handler = new ValueHandler();
      values = handler;
    }
    handler.codec = codec;
    return handler;
  }

  /** Returns the value that a handler has read, or null if it was not called. */
  @SuppressWarnings("unchecked") // the handler has read it through the caller's codec
  private static <T> @Nullable T value(RecordCodec<T> codec, ValueHandler handler, int count) {
    if (count == END_OF_STREAM) {
      throw new ClosedException("receive from a closed channel: everything was received");
    }
    Object value = handler.value;
    handler.value = null;
    if (count != 0 && value == null) {
      throw new NullPointerException("decode: %s returned null, expected a value".formatted(codec));
    }
    return count == 0 ? null : (T) value;
  }

  /** Reads one value through a codec. */
  private static final class ValueHandler implements RecordHandler {
    private @Nullable RecordCodec<?> codec;
    private @Nullable Object value;

    @Override
    public void onRecord(int type, MemorySegment segment, long offset, int length) {
      value = Objects.requireNonNull(codec).decode(segment, offset, length);
    }
  }
}
