package dev.rouse.channel;

import dev.rouse.internal.wait.Deadline;
import dev.rouse.internal.wait.WaitCell;
import dev.rouse.internal.wait.WaitCondition;
import dev.rouse.internal.wait.WaitOutcome;
import dev.rouse.ring.CorruptRecordException;
import dev.rouse.ring.RecordHandler;
import dev.rouse.ring.RingConsumer;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The receiving end of a channel, for one thread at a time. It sleeps while there is nothing to
 * receive, and the sender wakes it.
 *
 * <p>Records are handled in place, in the order in which they were sent. When a handler throws, the
 * exception goes to the caller and the record that it was given is lost, and only that one; the
 * next call goes on behind it.
 *
 * <p>When there is nothing after several records, every receiving method looks once more after a
 * pause of at most 3 microseconds, under every policy and beside every time-out: see {@link
 * dev.rouse.ring.RingConsumer}.
 */
public final class Receiver {
  /** What the receiving methods return once the channel was closed and everything was received. */
  public static final int END_OF_STREAM = -1;

  private final RingConsumer ring;
  private final ChannelState state;
  private final WaitCondition hasRecord;
  private boolean ended;

  Receiver(RingConsumer ring, ChannelState state) {
    this.ring = ring;
    this.state = state;
    this.hasRecord = ring::hasRecord;
  }

  /**
   * Hands over the records that are there, without waiting.
   *
   * @param handler gets each record
   * @param limit the most records to hand over, at least 1
   * @return how many were handed over, 0 if none was there, or {@link #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws CorruptRecordException if the memory does not hold a record where one must start
   * @throws IllegalStateException if called by a handler, or if the memory was released
   */
  public int drain(RecordHandler handler, int limit) {
    if (ended) {
      return END_OF_STREAM;
    }
    int count = take(handler, limit);
    return count == 0 && state.mayEnd() ? lastLook(handler, limit) : count;
  }

  /** Looks once more for records behind a close, and settles the end of the channel. */
  private int lastLook(RecordHandler handler, int limit) {
    // Of ChannelState's argument: "closed" was read before, records are looked for below.
    WaitCell.barrierAfterClose();
    int count = take(handler, limit);
    if (count != 0) {
      return count;
    }
    long end = state.end(ring.position());
    if (end == ring.position()) {
      ended = true;
      return END_OF_STREAM;
    }
    // The sender has just handed over records. They were published before it settled the end.
    count = take(handler, limit);
    if (count == 0) {
      throw new CorruptRecordException(
          "position %d: no record, expected some up to the channel's end at %d"
              .formatted(ring.position(), end),
          ring.position());
    }
    return count;
  }

  /**
   * Waits until there is a record, and hands over those that are there.
   *
   * @param handler gets each record
   * @param limit the most records to hand over, at least 1
   * @return how many were handed over, at least 1, or {@link #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was handed over
   * @throws CorruptRecordException if the memory does not hold a record where one must start
   * @throws IllegalStateException if called by a handler, or if the memory was released
   */
  public int receive(RecordHandler handler, int limit) throws InterruptedException {
    return receiveNanos(handler, limit, Deadline.FOREVER);
  }

  /**
   * As {@link #receive(RecordHandler, int)}, but waits no longer than a given time.
   *
   * @param handler gets each record
   * @param limit the most records to hand over, at least 1
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @return how many were handed over, 0 if the time was up before there was one, or {@link
   *     #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was handed over
   * @throws CorruptRecordException if the memory does not hold a record where one must start
   * @throws IllegalStateException if called by a handler, or if the memory was released
   */
  public int receive(RecordHandler handler, int limit, long timeout, TimeUnit unit)
      throws InterruptedException {
    return receiveNanos(handler, limit, Deadline.nanos(timeout, unit));
  }

  /**
   * As {@link #receive(RecordHandler, int)}, but goes on waiting when the thread is interrupted;
   * its interrupt status is then set when the method returns.
   *
   * @param handler gets each record
   * @param limit the most records to hand over, at least 1
   * @return how many were handed over, at least 1, or {@link #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws CorruptRecordException if the memory does not hold a record where one must start
   * @throws IllegalStateException if called by a handler, or if the memory was released
   */
  public int receiveUninterruptibly(RecordHandler handler, int limit) {
    int count;
    while ((count = drain(handler, limit)) == 0) {
      state.records.awaitUninterruptibly(hasRecord, Deadline.FOREVER);
    }
    return count;
  }

  /**
   * Hands over every record until the channel has ended, and sleeps while there is none.
   *
   * @param handler gets each record
   * @throws CorruptRecordException if the memory does not hold a record where one must start
   * @throws IllegalStateException if called by a handler, or if the memory was released
   */
  public void forEach(RecordHandler handler) {
    while (receiveUninterruptibly(handler, Integer.MAX_VALUE) != END_OF_STREAM) {
      // The handler has done the work.
    }
  }

  private int receiveNanos(RecordHandler handler, int limit, long timeoutNanos)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    while (true) {
      int count = drain(handler, limit);
      if (count != 0) {
        return count;
      }
      if (state.records.await(hasRecord, timeoutNanos) == WaitOutcome.TIMED_OUT) {
        return 0;
      }
      // A record is there, or the channel is closed: the next drain does not return 0.
    }
  }

  /**
   * Drains, and wakes the sender if that freed space, also when a handler throws. And if the ring
   * turns out to be corrupt: the sender must not wait for space that never comes.
   */
  private int take(RecordHandler handler, int limit) {
    Objects.requireNonNull(handler, "handler");
    long before = ring.position();
    try {
      int count = ring.drain(handler, limit);
      if (count != 0) {
        state.records.awake();
      }
      return count;
    } catch (CorruptRecordException e) {
      state.space.wake();
      throw e;
    } finally {
      if (ring.position() != before) {
        state.space.wake();
      }
    }
  }
}
