package dev.rouse.channel;

import dev.rouse.codec.RecordCodec;
import dev.rouse.internal.wait.Deadline;
import dev.rouse.internal.wait.WaitCondition;
import dev.rouse.internal.wait.WaitOutcome;
import dev.rouse.ring.RingProducer;
import dev.rouse.ring.SpscRing;
import dev.rouse.wait.ClosedException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/**
 * The sending end of a channel, for one thread at a time. It wakes the receiver if that sleeps, and
 * sleeps itself while there is no space (backpressure).
 *
 * <p>A record is either copied in with {@link #send}, or written in place: {@link #claim} gives
 * space for it, {@link #commit} hands over all that was claimed since the last commit, {@link
 * #abort} gives it back.
 *
 * <p>Every method that looks for space throws {@link dev.rouse.ring.CorruptRecordException}, which
 * is an {@code IllegalStateException}, when there is none and the receiver has closed the ring
 * because of a corrupt record, or is where it cannot be; also out of a wait.
 */
public final class Sender {
  /** What {@link #tryClaim} returns when the channel has no space at present. */
  public static final long NO_SPACE = RingProducer.NO_SPACE;

  private final RingProducer ring;
  private final ChannelState state;
  private final WaitCondition hasSpace;

  /** The payload length that this end waits for space for. */
  private int awaitedLength;

  Sender(RingProducer ring, ChannelState state) {
    this.ring = ring;
    this.state = state;
    this.hasSpace = () -> ring.hasSpace(awaitedLength);
  }

  /**
   * Sends a record if there is space for it, without waiting.
   *
   * @param type what the receiver gets as the record's type, 1 or more
   * @param source where the payload is
   * @param offset where in {@code source} it starts, in bytes
   * @param length its length in bytes, from 0 to {@link Channel#maxPayload}
   * @return true if the record was handed over, false if there is no space for it at present
   * @throws ClosedException if the channel is closed; the record was not handed over
   * @throws IllegalArgumentException if {@code type} is not positive, or {@code length} is negative
   *     or larger than the channel takes
   * @throws IndexOutOfBoundsException if {@code source} does not have these bytes
   * @throws IllegalStateException if a claim is open, or if the memory of {@code source} or of the
   *     channel was released
   * @throws WrongThreadException if {@code source} is confined to another thread
   */
  public boolean trySend(int type, MemorySegment source, long offset, int length) {
    requireOpen();
    if (!ring.offer(type, source, offset, length)) {
      return false;
    }
    handOver();
    return true;
  }

  /**
   * Sends a record, and waits for space if there is none.
   *
   * @param type what the receiver gets as the record's type, 1 or more
   * @param source where the payload is
   * @param offset where in {@code source} it starts, in bytes
   * @param length its length in bytes, from 0 to {@link Channel#maxPayload}
   * @throws ClosedException if the channel is closed before the record was handed over
   * @throws InterruptedException if the thread is interrupted before or during the wait; the record
   *     was not handed over
   * @throws IllegalArgumentException if {@code type} is not positive, or {@code length} is negative
   *     or larger than the channel takes
   * @throws IndexOutOfBoundsException if {@code source} does not have these bytes
   * @throws IllegalStateException if a claim is open, or if the memory of {@code source} or of the
   *     channel was released
   * @throws WrongThreadException if {@code source} is confined to another thread
   */
  public void send(int type, MemorySegment source, long offset, int length)
      throws InterruptedException {
    requireNotInterrupted();
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
   * @return true if the record was handed over, false if the time was up before there was space
   * @throws ClosedException if the channel is closed before the record was handed over
   * @throws InterruptedException if the thread is interrupted before or during the wait; the record
   *     was not handed over
   * @throws IllegalArgumentException if {@code type} is not positive, or {@code length} is negative
   *     or larger than the channel takes
   * @throws IndexOutOfBoundsException if {@code source} does not have these bytes
   * @throws IllegalStateException if a claim is open, or if the memory of {@code source} or of the
   *     channel was released
   * @throws WrongThreadException if {@code source} is confined to another thread
   */
  public boolean send(
      int type, MemorySegment source, long offset, int length, long timeout, TimeUnit unit)
      throws InterruptedException {
    long timeoutNanos = Deadline.nanos(timeout, unit);
    requireNotInterrupted();
    return trySend(type, source, offset, length)
        || (awaitSpace(length, timeoutNanos) && trySend(type, source, offset, length));
  }

  /**
   * As {@link #send(int, MemorySegment, long, int)}, but goes on waiting when the thread is
   * interrupted; its interrupt status is then set when the method returns.
   *
   * @param type what the receiver gets as the record's type, 1 or more
   * @param source where the payload is
   * @param offset where in {@code source} it starts, in bytes
   * @param length its length in bytes, from 0 to {@link Channel#maxPayload}
   * @throws ClosedException if the channel is closed before the record was handed over
   * @throws IllegalArgumentException if {@code type} is not positive, or {@code length} is negative
   *     or larger than the channel takes
   * @throws IndexOutOfBoundsException if {@code source} does not have these bytes
   * @throws IllegalStateException if a claim is open, or if the memory of {@code source} or of the
   *     channel was released
   * @throws WrongThreadException if {@code source} is confined to another thread
   */
  public void sendUninterruptibly(int type, MemorySegment source, long offset, int length) {
    while (!trySend(type, source, offset, length)) {
      awaitedLength = length;
      state.space.awaitUninterruptibly(hasSpace, Deadline.FOREVER);
    }
  }

  /**
   * Encodes a value and sends it if there is space for it, without waiting.
   *
   * @param type what the receiver gets as the record's type, 1 or more
   * @param value the value
   * @param codec how to write it
   * @param <T> the type of the value
   * @return true if the record was handed over, false if there is no space for it at present
   * @throws ClosedException if the channel is closed; the record was not handed over
   * @throws IllegalArgumentException if {@code type} is not positive, or the value takes more bytes
   *     than the channel
   * @throws IllegalStateException if a claim is open, or if the memory was released
   */
  public <T> boolean trySend(int type, T value, RecordCodec<T> codec) {
    requireOpen();
    if (!ring.offer(type, value, codec)) {
      return false;
    }
    handOver();
    return true;
  }

  /**
   * Encodes a value and sends it, and waits for space if there is none.
   *
   * @param type what the receiver gets as the record's type, 1 or more
   * @param value the value
   * @param codec how to write it
   * @param <T> the type of the value
   * @throws ClosedException if the channel is closed before the record was handed over
   * @throws InterruptedException if the thread is interrupted before or during the wait; the record
   *     was not handed over
   * @throws IllegalArgumentException if {@code type} is not positive, or the value takes more bytes
   *     than the channel
   * @throws IllegalStateException if a claim is open, or if the memory was released
   */
  public <T> void send(int type, T value, RecordCodec<T> codec) throws InterruptedException {
    requireNotInterrupted();
    while (!trySend(type, value, codec)) {
      awaitSpace(codec.byteSize(value), Deadline.FOREVER);
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
   * @return true if the record was handed over, false if the time was up before there was space
   * @throws ClosedException if the channel is closed before the record was handed over
   * @throws InterruptedException if the thread is interrupted before or during the wait; the record
   *     was not handed over
   * @throws IllegalArgumentException if {@code type} is not positive, or the value takes more bytes
   *     than the channel
   * @throws IllegalStateException if a claim is open, or if the memory was released
   */
  public <T> boolean send(int type, T value, RecordCodec<T> codec, long timeout, TimeUnit unit)
      throws InterruptedException {
    long timeoutNanos = Deadline.nanos(timeout, unit);
    requireNotInterrupted();
    return trySend(type, value, codec)
        || (awaitSpace(codec.byteSize(value), timeoutNanos) && trySend(type, value, codec));
  }

  /**
   * As {@link #send(int, Object, RecordCodec)}, but goes on waiting when the thread is interrupted;
   * its interrupt status is then set when the method returns.
   *
   * @param type what the receiver gets as the record's type, 1 or more
   * @param value the value
   * @param codec how to write it
   * @param <T> the type of the value
   * @throws ClosedException if the channel is closed before the record was handed over
   * @throws IllegalArgumentException if {@code type} is not positive, or the value takes more bytes
   *     than the channel
   * @throws IllegalStateException if a claim is open, or if the memory was released
   */
  public <T> void sendUninterruptibly(int type, T value, RecordCodec<T> codec) {
    while (!trySend(type, value, codec)) {
      awaitedLength = codec.byteSize(value);
      state.space.awaitUninterruptibly(hasSpace, Deadline.FOREVER);
    }
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
   *     or larger than the channel takes
   * @throws IllegalStateException if the memory was released
   */
  public long tryClaim(int type, int length) {
    requireOpen();
    return ring.claim(type, length);
  }

  /**
   * Claims space for a record, and waits for it if there is none. The record is then written at the
   * returned offset of {@link #segment}; the receiver does not see it before {@link #commit}.
   *
   * @param type what the receiver gets as the record's type, 1 or more
   * @param length the payload's length in bytes, from 0 to {@link Channel#maxPayload}
   * @return where in {@link #segment} the payload starts, in bytes, a multiple of 8
   * @throws ClosedException if the channel is closed
   * @throws InterruptedException if the thread is interrupted before or during the wait
   * @throws IllegalArgumentException if {@code type} is not positive, or {@code length} is negative
   *     or larger than the channel takes
   * @throws IllegalStateException if the record does not fit beside the claims that are open, so
   *     that waiting would not end, or if the memory was released
   */
  public long claim(int type, int length) throws InterruptedException {
    requireNotInterrupted();
    long payload;
    while ((payload = tryClaim(type, length)) == NO_SPACE) {
      awaitSpaceBesideClaims(length);
    }
    return payload;
  }

  /**
   * Claims space for several records of one type and length if there is some, without waiting.
   *
   * @param type what the receiver gets as the type of each record, 1 or more
   * @param length the length of each payload in bytes, 0 or more
   * @param count how many records, 1 or more; all of them must not take more than half the capacity
   * @return where in {@link #segment} the first payload starts, in bytes, a multiple of 8, and each
   *     further one {@link SpscRing#recordBytes} behind the one before; or {@link #NO_SPACE}
   * @throws ClosedException if the channel is closed
   * @throws IllegalArgumentException if {@code type} or {@code count} is not positive, {@code
   *     length} is negative, or the records take more than half the capacity
   * @throws IllegalStateException if the memory was released
   */
  public long tryClaimBatch(int type, int length, int count) {
    requireOpen();
    return ring.claimBatch(type, length, count);
  }

  /**
   * Claims space for several records of one type and length, and waits for it if there is none. The
   * receiver sees none of them before {@link #commit}, and then all.
   *
   * @param type what the receiver gets as the type of each record, 1 or more
   * @param length the length of each payload in bytes, 0 or more
   * @param count how many records, 1 or more; all of them must not take more than half the capacity
   * @return where in {@link #segment} the first payload starts, in bytes, a multiple of 8, and each
   *     further one {@link SpscRing#recordBytes} behind the one before
   * @throws ClosedException if the channel is closed
   * @throws InterruptedException if the thread is interrupted before or during the wait
   * @throws IllegalArgumentException if {@code type} or {@code count} is not positive, {@code
   *     length} is negative, or the records take more than half the capacity
   * @throws IllegalStateException if the records do not fit beside the claims that are open, so
   *     that waiting would not end, or if the memory was released
   */
  public long claimBatch(int type, int length, int count) throws InterruptedException {
    requireNotInterrupted();
    long payload;
    while ((payload = tryClaimBatch(type, length, count)) == NO_SPACE) {
      awaitSpaceBesideClaims(ring.batchLength(length, count));
    }
    return payload;
  }

  /**
   * Hands over all records that were claimed since the last commit, at once, and wakes the receiver
   * if it sleeps. Never waits.
   *
   * @throws ClosedException if the channel was closed and the receiver has left: none of the
   *     records was handed over
   * @throws IllegalStateException if there is no claim, or if the memory was released
   */
  public void commit() {
    ring.commit();
    handOver();
  }

  /**
   * Gives back all that was claimed since the last commit.
   *
   * @throws IllegalStateException if there is nothing
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

  /** After a publish: wakes the receiver, or settles the race with a close. */
  private void handOver() {
    if (!state.records.wake() && state.end(ring.position()) < ring.position()) {
      throw closed("the receiver had left when the record was published; it was not handed over");
    }
  }

  /** Returns false if the time is up. */
  private boolean awaitSpace(int length, long timeoutNanos) throws InterruptedException {
    awaitedLength = length;
    // If the channel is closed meanwhile, the caller's next attempt says so.
    return state.space.await(hasSpace, timeoutNanos) != WaitOutcome.TIMED_OUT;
  }

  private void awaitSpaceBesideClaims(int length) throws InterruptedException {
    if (!ring.fitsBesideClaims(length)) {
      throw new IllegalStateException(
          "no space for %d bytes beside the open claims: commit or abort them first"
              .formatted(SpscRing.recordBytes(length)));
    }
    awaitSpace(length, Deadline.FOREVER);
  }

  private void requireOpen() {
    if (state.isClosed()) {
      throw closed("nothing was handed over");
    }
  }

  private static ClosedException closed(String consequence) {
    return new ClosedException("send on a closed channel: " + consequence);
  }

  private static void requireNotInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
