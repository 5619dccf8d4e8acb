package dev.rouse.channel;

import dev.rouse.codec.RecordCodec;
import dev.rouse.internal.wait.Deadline;
import dev.rouse.internal.wait.WaitCondition;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.ring.RingConsumer;
import dev.rouse.ring.RingProducer;
import dev.rouse.ring.SpscRing;
import dev.rouse.wait.ClosedException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sending end of a channel, for one thread at a time. It wakes a sleeping receiver, and waits
 * itself while there is no space (backpressure).
 *
 * <p>A value is sent through a codec, bytes are copied from a segment, and a record can be written
 * in place: {@link #claim(int, int) claim} reserves space for it, {@link #commit} sends everything
 * claimed since the last commit, and {@link #abort} discards it. Sending and claiming come in four
 * forms. {@code try...} does not wait. The others wait for space: until there is some or the thread
 * is interrupted, at most for a given time, or uninterruptibly.
 *
 * <p>The receiver's handler may send on its own channel. If the channel is full then, only the same
 * thread could make space, so a send that would have to wait throws {@link IllegalStateException}.
 *
 * <p>Every method that needs space throws {@link dev.rouse.ring.CorruptRecordException}, an {@code
 * IllegalStateException}, if there is none and the receiver has found a corrupt record or its
 * position is invalid. A call that waits throws it, too.
 *
 * <p>In a region file, every wait for space throws {@link dev.rouse.file.PeerLostException}, an
 * {@code IllegalStateException}, if the process of the receiver was lost.
 */
public final class Sender implements AutoCloseable {
  /** What {@link #tryClaim} returns when the channel has no space at present. */
  public static final long NO_SPACE = RingProducer.NO_SPACE;

  /** The type of records in channels that have one type only. */
  static final int ONLY_TYPE = 1;

  private final RingProducer ring;
  private final @Nullable RingConsumer receiver;
  private final SendingEnd end;
  private final WaitCondition hasSpace;

  /** The payload length for which this end waits for space. */
  private int awaitedLength;

  /**
   * Makes the sending end.
   *
   * @param ring the ring's end
   * @param receiver the ring's other end, for sends by the receiver's handler; null if it is in a
   *     file, where nobody knows whose handler that is
   * @param end what does the waiting
   */
  Sender(RingProducer ring, @Nullable RingConsumer receiver, SendingEnd end) {
    this.ring = ring;
    this.receiver = receiver;
    this.end = end;
    this.hasSpace = () -> ring.hasSpace(awaitedLength);
  }

  /**
   * Sends a record if there is space for it, without waiting.
   *
   * @param type what the receiver gets as the record's type, 1 or more
   * @param source where the payload is
   * @param offset where in {@code source} it starts, in bytes
   * @param length its length in bytes, from 0 to {@link Channel#maxPayload}
   * @return true if the record was sent, false if there is no space for it at present
   * @throws ClosedException if the channel is closed; nothing was sent
   * @throws IllegalArgumentException if {@code type} is not positive, or {@code length} is negative
   *     or more than {@link Channel#maxPayload}
   * @throws IndexOutOfBoundsException if {@code source} does not have these bytes
   * @throws IllegalStateException if a claim is open, or if the memory of {@code source} was
   *     released, or if the region is closed
   * @throws WrongThreadException if {@code source} is confined to another thread
   */
  public boolean trySend(int type, MemorySegment source, long offset, int length) {
    end.requireOpen();
    long before = ring.position();
    if (!ring.offer(type, source, offset, length)) {
      return end.noSpace();
    }
    published(before);
    return true;
  }

  /**
   * Sends a record, and waits for space if there is none.
   *
   * @param type what the receiver gets as the record's type, 1 or more
   * @param source where the payload is
   * @param offset where in {@code source} it starts, in bytes
   * @param length its length in bytes, from 0 to {@link Channel#maxPayload}
   * @throws ClosedException if the channel is closed before the record is sent
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was sent or claimed
   * @throws IllegalArgumentException if {@code type} is not positive, or {@code length} is negative
   *     or more than {@link Channel#maxPayload}
   * @throws IndexOutOfBoundsException if {@code source} does not have these bytes
   * @throws IllegalStateException if a claim is open, or if the memory of {@code source} was
   *     released, or if the region is closed
   * @throws WrongThreadException if {@code source} is confined to another thread
   */
  public void send(int type, MemorySegment source, long offset, int length)
      throws InterruptedException {
    Waiter.requireNotInterrupted();
    while (!trySend(type, source, offset, length)) {
      awaitSpace(length, Deadline.FOREVER);
    }
  }

  /**
   * As {@link #send(int, MemorySegment, long, int)}, but waits no longer than a given time.
   *
   * @param type what the receiver gets as the record's type, 1 or more
   * @param source where the payload is
   * @param offset where in {@code source} it starts, in bytes
   * @param length its length in bytes, from 0 to {@link Channel#maxPayload}
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @return true if the record was sent, false if the time was up before there was space
   * @throws ClosedException if the channel is closed before the record is sent
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was sent or claimed
   * @throws IllegalArgumentException if {@code type} is not positive, or {@code length} is negative
   *     or more than {@link Channel#maxPayload}
   * @throws IndexOutOfBoundsException if {@code source} does not have these bytes
   * @throws IllegalStateException if a claim is open, or if the memory of {@code source} was
   *     released, or if the region is closed
   * @throws WrongThreadException if {@code source} is confined to another thread
   */
  public boolean send(
      int type, MemorySegment source, long offset, int length, long timeout, TimeUnit unit)
      throws InterruptedException {
    long timeoutNanos = Deadline.nanos(timeout, unit);
    Waiter.requireNotInterrupted();
    return trySend(type, source, offset, length)
        || (awaitSpace(length, timeoutNanos) && trySend(type, source, offset, length));
  }

  /**
   * As {@link #send(int, MemorySegment, long, int)}, but an interrupt does not end the wait; the
   * interrupt status is then set when the method returns.
   *
   * @param type what the receiver gets as the record's type, 1 or more
   * @param source where the payload is
   * @param offset where in {@code source} it starts, in bytes
   * @param length its length in bytes, from 0 to {@link Channel#maxPayload}
   * @throws ClosedException if the channel is closed before the record is sent
   * @throws IllegalArgumentException if {@code type} is not positive, or {@code length} is negative
   *     or more than {@link Channel#maxPayload}
   * @throws IndexOutOfBoundsException if {@code source} does not have these bytes
   * @throws IllegalStateException if a claim is open, or if the memory of {@code source} was
   *     released, or if the region is closed
   * @throws WrongThreadException if {@code source} is confined to another thread
   */
  public void sendUninterruptibly(int type, MemorySegment source, long offset, int length) {
    while (!trySend(type, source, offset, length)) {
      awaitSpaceUninterruptibly(length);
    }
  }

  /**
   * Sends a value if there is space for it, without waiting.
   *
   * @param type what the receiver gets as the record's type, 1 or more
   * @param value the value
   * @param codec how to write it
   * @param <T> the type of the value
   * @return true if the record was sent, false if there is no space for it at present
   * @throws ClosedException if the channel is closed; nothing was sent
   * @throws IllegalArgumentException if {@code type} is not positive, or the value takes more bytes
   *     than {@link Channel#maxPayload}
   * @throws IllegalStateException if a claim is open, or if the region is closed
   */
  public <T> boolean trySend(int type, T value, RecordCodec<T> codec) {
    end.requireOpen();
    long before = ring.position();
    if (!ring.offer(type, value, codec)) {
      return end.noSpace();
    }
    published(before);
    return true;
  }

  /**
   * Sends a value, and waits for space if there is none.
   *
   * @param type what the receiver gets as the record's type, 1 or more
   * @param value the value
   * @param codec how to write it
   * @param <T> the type of the value
   * @throws ClosedException if the channel is closed before the record is sent
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was sent or claimed
   * @throws IllegalArgumentException if {@code type} is not positive, or the value takes more bytes
   *     than {@link Channel#maxPayload}
   * @throws IllegalStateException if a claim is open, or if the region is closed
   */
  public <T> void send(int type, T value, RecordCodec<T> codec) throws InterruptedException {
    Waiter.requireNotInterrupted();
    while (!trySend(type, value, codec)) {
      awaitSpace(ring.claimLength(value, codec), Deadline.FOREVER);
    }
  }

  /**
   * As {@link #send(int, Object, RecordCodec)}, but waits no longer than a given time.
   *
   * @param type what the receiver gets as the record's type, 1 or more
   * @param value the value
   * @param codec how to write it
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @param <T> the type of the value
   * @return true if the record was sent, false if the time was up before there was space
   * @throws ClosedException if the channel is closed before the record is sent
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was sent or claimed
   * @throws IllegalArgumentException if {@code type} is not positive, or the value takes more bytes
   *     than {@link Channel#maxPayload}
   * @throws IllegalStateException if a claim is open, or if the region is closed
   */
  public <T> boolean send(int type, T value, RecordCodec<T> codec, long timeout, TimeUnit unit)
      throws InterruptedException {
    long timeoutNanos = Deadline.nanos(timeout, unit);
    Waiter.requireNotInterrupted();
    return trySend(type, value, codec)
        || (awaitSpace(ring.claimLength(value, codec), timeoutNanos)
            && trySend(type, value, codec));
  }

  /**
   * As {@link #send(int, Object, RecordCodec)}, but an interrupt does not end the wait; the
   * interrupt status is then set when the method returns.
   *
   * @param type what the receiver gets as the record's type, 1 or more
   * @param value the value
   * @param codec how to write it
   * @param <T> the type of the value
   * @throws ClosedException if the channel is closed before the record is sent
   * @throws IllegalArgumentException if {@code type} is not positive, or the value takes more bytes
   *     than {@link Channel#maxPayload}
   * @throws IllegalStateException if a claim is open, or if the region is closed
   */
  public <T> void sendUninterruptibly(int type, T value, RecordCodec<T> codec) {
    while (!trySend(type, value, codec)) {
      awaitSpaceUninterruptibly(ring.claimLength(value, codec));
    }
  }

  /**
   * Sends a value as a record of type 1, and waits for space if there is none: for channels with
   * one type of record.
   *
   * @param value the value
   * @param codec how to write it
   * @param <T> the type of the value
   * @throws ClosedException if the channel is closed before the record is sent
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was sent or claimed
   * @throws IllegalArgumentException if the value takes more than {@link Channel#maxPayload} bytes
   * @throws IllegalStateException if a claim is open, or if the region is closed
   */
  public <T> void send(T value, RecordCodec<T> codec) throws InterruptedException {
    send(ONLY_TYPE, value, codec);
  }

  /**
   * Sends a value as a record of type 1 if there is space for it, without waiting: for channels
   * with one type of record.
   *
   * @param value the value
   * @param codec how to write it
   * @param <T> the type of the value
   * @return true if the record was sent, false if there is no space for it at present
   * @throws ClosedException if the channel is closed; nothing was sent
   * @throws IllegalArgumentException if the value takes more than {@link Channel#maxPayload} bytes
   * @throws IllegalStateException if a claim is open, or if the region is closed
   */
  public <T> boolean trySend(T value, RecordCodec<T> codec) {
    return trySend(ONLY_TYPE, value, codec);
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
   * @return true if the record was sent, false if the time was up before there was space
   * @throws ClosedException if the channel is closed before the record is sent
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was sent or claimed
   * @throws IllegalArgumentException if the value takes more than {@link Channel#maxPayload} bytes
   * @throws IllegalStateException if a claim is open, or if the region is closed
   */
  public <T> boolean send(T value, RecordCodec<T> codec, long timeout, TimeUnit unit)
      throws InterruptedException {
    return send(ONLY_TYPE, value, codec, timeout, unit);
  }

  /**
   * As {@link #send(Object, RecordCodec)}, but an interrupt does not end the wait; the interrupt
   * status is then set when the method returns.
   *
   * @param value the value
   * @param codec how to write it
   * @param <T> the type of the value
   * @throws ClosedException if the channel is closed before the record is sent
   * @throws IllegalArgumentException if the value takes more than {@link Channel#maxPayload} bytes
   * @throws IllegalStateException if a claim is open, or if the region is closed
   */
  public <T> void sendUninterruptibly(T value, RecordCodec<T> codec) {
    sendUninterruptibly(ONLY_TYPE, value, codec);
  }

  /**
   * Claims space for a record if there is some, without waiting.
   *
   * @param type what the receiver gets as the record's type, 1 or more
   * @param length the payload's length in bytes, from 0 to {@link Channel#maxPayload}
   * @return where in {@link #segment} the payload starts, in bytes, a multiple of 8; or {@link
   *     #NO_SPACE}
   * @throws ClosedException if the channel is closed
   * @throws IllegalArgumentException if {@code type} is not positive, or {@code length} is negative
   *     or more than {@link Channel#maxPayload}
   * @throws IllegalStateException if the region is closed
   */
  public long tryClaim(int type, int length) {
    end.requireOpen();
    long payload = ring.claim(type, length);
    if (payload == NO_SPACE) {
      end.noSpace();
    }
    return payload;
  }

  /**
   * Claims space for a record, and waits for it if there is none. The record is then written at the
   * returned offset of {@link #segment}; the receiver does not see it before {@link #commit}.
   *
   * @param type what the receiver gets as the record's type, 1 or more
   * @param length the payload's length in bytes, from 0 to {@link Channel#maxPayload}
   * @return where in {@link #segment} the payload starts, in bytes, a multiple of 8
   * @throws ClosedException if the channel is closed
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was sent or claimed
   * @throws IllegalArgumentException if {@code type} is not positive, or {@code length} is negative
   *     or more than {@link Channel#maxPayload}
   * @throws IllegalStateException if the record does not fit next to the claims that are open, so
   *     that waiting would not end, or if the region is closed
   */
  public long claim(int type, int length) throws InterruptedException {
    Waiter.requireNotInterrupted();
    long payload;
    while ((payload = tryClaim(type, length)) == NO_SPACE) {
      awaitSpace(fitting(length), Deadline.FOREVER);
    }
    return payload;
  }

  /**
   * As {@link #claim(int, int)}, but waits no longer than a given time.
   *
   * @param type what the receiver gets as the record's type, 1 or more
   * @param length the payload's length in bytes, from 0 to {@link Channel#maxPayload}
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @return where in {@link #segment} the payload starts, in bytes, a multiple of 8; or {@link
   *     #NO_SPACE} if the time was up before there was space
   * @throws ClosedException if the channel is closed
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was sent or claimed
   * @throws IllegalArgumentException if {@code type} is not positive, or {@code length} is negative
   *     or more than {@link Channel#maxPayload}
   * @throws IllegalStateException if the record does not fit next to the claims that are open, so
   *     that waiting would not end, or if the region is closed
   */
  public long claim(int type, int length, long timeout, TimeUnit unit) throws InterruptedException {
    long timeoutNanos = Deadline.nanos(timeout, unit);
    Waiter.requireNotInterrupted();
    long payload = tryClaim(type, length);
    return payload == NO_SPACE && awaitSpace(fitting(length), timeoutNanos)
        ? tryClaim(type, length)
        : payload;
  }

  /**
   * As {@link #claim(int, int)}, but an interrupt does not end the wait; the interrupt status is
   * then set when the method returns.
   *
   * @param type what the receiver gets as the record's type, 1 or more
   * @param length the payload's length in bytes, from 0 to {@link Channel#maxPayload}
   * @return where in {@link #segment} the payload starts, in bytes, a multiple of 8
   * @throws ClosedException if the channel is closed
   * @throws IllegalArgumentException if {@code type} is not positive, or {@code length} is negative
   *     or more than {@link Channel#maxPayload}
   * @throws IllegalStateException if the record does not fit next to the claims that are open, so
   *     that waiting would not end, or if the region is closed
   */
  public long claimUninterruptibly(int type, int length) {
    long payload;
    while ((payload = tryClaim(type, length)) == NO_SPACE) {
      awaitSpaceUninterruptibly(fitting(length));
    }
    return payload;
  }

  /**
   * Claims space for several records of one type and length if there is some, without waiting.
   *
   * @param type what the receiver gets as the type of each record, 1 or more
   * @param length the length of each payload in bytes, 0 or more
   * @param count how many records, 1 or more; together they take at most half the capacity
   * @return where in {@link #segment} the first payload starts, in bytes, a multiple of 8, each
   *     further payload {@link SpscRing#recordBytes} bytes after the previous one; or {@link
   *     #NO_SPACE}
   * @throws ClosedException if the channel is closed
   * @throws IllegalArgumentException if {@code type} or {@code count} is not positive, {@code
   *     length} is negative, or the records take more than half the capacity
   * @throws IllegalStateException if the region is closed
   */
  public long tryClaimBatch(int type, int length, int count) {
    end.requireOpen();
    long payload = ring.claimBatch(type, length, count);
    if (payload == NO_SPACE) {
      end.noSpace();
    }
    return payload;
  }

  /**
   * Claims space for several records of one type and length, and waits for it if there is none. The
   * receiver sees none of them before {@link #commit}, and then all.
   *
   * @param type what the receiver gets as the type of each record, 1 or more
   * @param length the length of each payload in bytes, 0 or more
   * @param count how many records, 1 or more; together they take at most half the capacity
   * @return where in {@link #segment} the first payload starts, in bytes, a multiple of 8, each
   *     further payload {@link SpscRing#recordBytes} bytes after the previous one
   * @throws ClosedException if the channel is closed
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was sent or claimed
   * @throws IllegalArgumentException if {@code type} or {@code count} is not positive, {@code
   *     length} is negative, or the records take more than half the capacity
   * @throws IllegalStateException if the record does not fit next to the claims that are open, so
   *     that waiting would not end, or if the region is closed
   */
  public long claimBatch(int type, int length, int count) throws InterruptedException {
    Waiter.requireNotInterrupted();
    long payload;
    while ((payload = tryClaimBatch(type, length, count)) == NO_SPACE) {
      awaitSpace(fitting(ring.batchLength(length, count)), Deadline.FOREVER);
    }
    return payload;
  }

  /**
   * As {@link #claimBatch(int, int, int)}, but waits no longer than a given time.
   *
   * @param type what the receiver gets as the type of each record, 1 or more
   * @param length the length of each payload in bytes, 0 or more
   * @param count how many records, 1 or more; together they take at most half the capacity
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @return where in {@link #segment} the first payload starts, in bytes, a multiple of 8, each
   *     further payload {@link SpscRing#recordBytes} bytes after the previous one; or {@link
   *     #NO_SPACE} if the time was up before there was space
   * @throws ClosedException if the channel is closed
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was sent or claimed
   * @throws IllegalArgumentException if {@code type} or {@code count} is not positive, {@code
   *     length} is negative, or the records take more than half the capacity
   * @throws IllegalStateException if the record does not fit next to the claims that are open, so
   *     that waiting would not end, or if the region is closed
   */
  public long claimBatch(int type, int length, int count, long timeout, TimeUnit unit)
      throws InterruptedException {
    long timeoutNanos = Deadline.nanos(timeout, unit);
    Waiter.requireNotInterrupted();
    long payload = tryClaimBatch(type, length, count);
    return payload == NO_SPACE && awaitSpace(fitting(ring.batchLength(length, count)), timeoutNanos)
        ? tryClaimBatch(type, length, count)
        : payload;
  }

  /**
   * As {@link #claimBatch(int, int, int)}, but an interrupt does not end the wait; the interrupt
   * status is then set when the method returns.
   *
   * @param type what the receiver gets as the type of each record, 1 or more
   * @param length the length of each payload in bytes, 0 or more
   * @param count how many records, 1 or more; together they take at most half the capacity
   * @return where in {@link #segment} the first payload starts, in bytes, a multiple of 8, each
   *     further payload {@link SpscRing#recordBytes} bytes after the previous one
   * @throws ClosedException if the channel is closed
   * @throws IllegalArgumentException if {@code type} or {@code count} is not positive, {@code
   *     length} is negative, or the records take more than half the capacity
   * @throws IllegalStateException if the record does not fit next to the claims that are open, so
   *     that waiting would not end, or if the region is closed
   */
  public long claimBatchUninterruptibly(int type, int length, int count) {
    long payload;
    while ((payload = tryClaimBatch(type, length, count)) == NO_SPACE) {
      awaitSpaceUninterruptibly(fitting(ring.batchLength(length, count)));
    }
    return payload;
  }

  /**
   * Sends all records that were claimed since the last commit, together, and wakes a sleeping
   * receiver. Never waits.
   *
   * @throws ClosedException if the channel was closed and the receiver has left: none of the
   *     records was sent, and the claims are gone
   * @throws IllegalStateException if there is no claim, or if the region is closed
   */
  public void commit() {
    long before = ring.position();
    ring.commit();
    published(before);
  }

  /**
   * Discards everything claimed since the last commit. Does nothing if there is no open claim, so
   * that it can be called in any cleanup.
   */
  public void abort() {
    ring.abort();
  }

  /**
   * Returns the memory that claims are written to.
   *
   * @return the memory of the ring
   */
  public MemorySegment segment() {
    return ring.segment();
  }

  /**
   * Returns how much was sent since the channel was created, by this sender and by those before it
   * in a region file. It grows with each record by the record's size in the channel.
   *
   * @return the position of the next record, in bytes
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

  /** Wakes the receiver after a publish, or settles the race with a close. */
  private void published(long before) {
    long after = ring.position();
    if (end.published(before, after) < after) {
      throw SendingEnd.receiverHasLeft();
    }
  }

  /** Returns false if the time is up. */
  private boolean awaitSpace(int length, long timeoutNanos) throws InterruptedException {
    if (timeoutNanos <= 0) {
      return false;
    }
    if (makesSpaceItself(length)) {
      return true;
    }
    awaitedLength = length;
    // If the channel is closed meanwhile, the caller's next attempt says so.
    return end.await(hasSpace, timeoutNanos);
  }

  private void awaitSpaceUninterruptibly(int length) {
    if (!makesSpaceItself(length)) {
      awaitedLength = length;
      end.awaitUninterruptibly(hasSpace);
    }
  }

  /**
   * In a handler of this channel's receiver: frees what it has handled before, instead of waiting
   * for itself.
   */
  private boolean makesSpaceItself(int length) {
    if (receiver == null || !receiver.isHandling()) {
      return false;
    }
    if (!receiver.release()) {
      throw new IllegalStateException(
          "no space for %d bytes, and the receiver's handler that sends them would wait for itself:"
                  .formatted(SpscRing.recordBytes(length))
              + " expected trySend there, or a larger channel");
    }
    return true;
  }

  /** Returns the length, if a record of that length can ever fit next to the open claims. */
  private int fitting(int length) {
    if (!ring.fitsWithOpenClaims(length)) {
      throw new IllegalStateException(
          "no space for %d bytes next to the open claims: commit or abort them first"
              .formatted(SpscRing.recordBytes(length)));
    }
    return length;
  }
}
