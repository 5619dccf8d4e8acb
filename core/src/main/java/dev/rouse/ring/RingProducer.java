package dev.rouse.ring;

import static dev.rouse.ring.RingLayout.HEAD;
import static dev.rouse.ring.RingLayout.HEADER_BYTES;
import static dev.rouse.ring.RingLayout.PADDING_TYPE;
import static dev.rouse.ring.RingLayout.RECORDS;
import static dev.rouse.ring.RingLayout.RECORD_ALIGNMENT;
import static dev.rouse.ring.RingLayout.TAIL;

import dev.rouse.codec.RecordCodec;
import dev.rouse.internal.memory.Words;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * The writing end of a ring, for one thread at a time. Never blocks, and allocates nothing except
 * what a codec allocates.
 *
 * <p>A record is either copied or encoded with {@link #offer}, or written in place: {@link #claim}
 * reserves space for it, {@link #commit} publishes everything claimed since the last commit, and
 * {@link #abort} discards it. Several claims before one commit make a batch, which the consumer
 * sees as a whole or not at all.
 */
public final class RingProducer extends ProducerFields.Padded {
  /** What {@link #claim} returns when the ring has no space at present. */
  public static final long NO_SPACE = -1;

  RingProducer(MemorySegment segment, int capacity) {
    super(segment, capacity);
    // The mask: other code may have changed the word since it was checked.
    long tail = Words.getAcquire(segment, base, TAIL) & -RECORD_ALIGNMENT;
    claimed = tail;
    published = tail;
    cachedHead = tail - capacity; // as if the ring were full: the first claim reads the head
  }

  /**
   * Copies a record into the ring and publishes it.
   *
   * @param type what the consumer gets as the record's type, 1 or more
   * @param source where the payload is
   * @param offset where in {@code source} it starts, in bytes
   * @param length its length in bytes, from 0 to {@link SpscRing#maxPayload}
   * @return true if the record was published, false if there is no space for it at present
   * @throws IllegalArgumentException if {@code type} is not positive, or {@code length} is negative
   *     or larger than the ring takes
   * @throws IndexOutOfBoundsException if {@code source} does not have these bytes
   * @throws CorruptRecordException if there is no space, and the consumer has closed the ring or is
   *     where it cannot be
   * @throws IllegalStateException if there are claims that were neither committed nor aborted, or
   *     if the memory of {@code source} was released, or if the region is closed; nothing was
   *     published
   * @throws WrongThreadException if {@code source} is confined to another thread; nothing was
   *     published
   */
  public boolean offer(int type, MemorySegment source, long offset, int length) {
    if (hasClaims()) {
      throw claimIsOpen();
    }
    requireLength(length);
    Objects.checkFromIndexSize(offset, length, source.byteSize());
    long payload = claim(type, length);
    if (payload == NO_SPACE) {
      return false;
    }
    try {
      MemorySegment.copy(source, offset, segment, payload, length);
      commit();
    } catch (RuntimeException | Error e) {
      claimed = published; // an abort that is no call: the stack may be used up
      throw e;
    }
    return true;
  }

  /**
   * Encodes a value into the ring and publishes it. Encoding needs {@link #claimLength} bytes of
   * space; the record then takes only as many as the codec has written.
   *
   * @param type what the consumer gets as the record's type, 1 or more
   * @param value the value
   * @param codec writes the value; if it throws, the exception goes to the caller and nothing was
   *     published
   * @param <T> the type of the value
   * @return true if the record was published, false if there is no space for it at present
   * @throws IllegalArgumentException if {@code type} is not positive, or the value takes more than
   *     {@link SpscRing#maxPayload} bytes
   * @throws NullPointerException if {@code value} or {@code codec} is null
   * @throws CorruptRecordException if there is no space, and the consumer has closed the ring or is
   *     where it cannot be
   * @throws IllegalStateException if there are claims that were neither committed nor aborted, if
   *     the codec returns a negative size or says that it has written more than its size, or if the
   *     region is closed; nothing was published
   */
  public <T> boolean offer(int type, T value, RecordCodec<T> codec) {
    if (hasClaims()) {
      throw claimIsOpen();
    }
    int length = claimLength(value, codec);
    long payload = claim(type, length);
    if (payload == NO_SPACE) {
      return false;
    }
    try {
      int written = codec.encode(value, segment, payload);
      if (written != length) {
        requireWritten(written, length, codec);
        trim(type, payload, length, written);
      }
      commit();
    } catch (RuntimeException | Error e) {
      claimed = published; // an abort that is no call: the stack may be used up
      throw e;
    }
    return true;
  }

  /**
   * Returns the length that {@link #offer(int, Object, RecordCodec)} claims for a value, for use
   * with {@link #hasSpace}. That is the codec's upper bound ({@link RecordCodec#maxByteSize}), or
   * the exact size ({@link RecordCodec#byteSize}) if the bound is more than a record can have.
   *
   * @param value the value
   * @param codec how it is written
   * @param <T> the type of the value
   * @return the length in bytes, from 0 to {@link SpscRing#maxPayload}
   * @throws IllegalArgumentException if the value takes more than {@link SpscRing#maxPayload} bytes
   * @throws NullPointerException if {@code value} or {@code codec} is null
   * @throws IllegalStateException if the codec returns a negative size
   */
  public <T> int claimLength(T value, RecordCodec<T> codec) {
    Objects.requireNonNull(value, "value: null, expected a value that the codec can write");
    Objects.requireNonNull(codec, "codec: null, expected the codec of the value");
    int bound = codec.maxByteSize(value);
    return bound >= 0 && bound <= maxPayload ? bound : exactLength(value, codec);
  }

  /** Used for a negative bound, too: a codec that adds to another one's bound may overflow. */
  private <T> int exactLength(T value, RecordCodec<T> codec) {
    int size = codec.byteSize(value);
    if (size < 0) {
      throw new IllegalStateException(
          "codec: %s returned a size of %d bytes, expected 0 or more".formatted(codec, size));
    }
    if (size > maxPayload) {
      throw new IllegalArgumentException(
          "value: %d bytes, expected 0 to %d (half the capacity of %d bytes, less the header)"
              .formatted(size, maxPayload, capacity));
    }
    return size;
  }

  private static void requireWritten(int written, int length, RecordCodec<?> codec) {
    if (written < 0 || written > length) {
      throw new IllegalStateException(
          "codec: %s wrote %d bytes, expected 0 to %d".formatted(codec, written, length));
    }
  }

  /**
   * Shortens the last claim. It is not published yet, so its header can be written again; the next
   * record starts at its new end.
   *
   * @param type the record's type
   * @param payload where its payload starts, as the claim returned it
   * @param length its length so far, in bytes
   * @param shorter its length from now on, from 0 to {@code length}
   */
  void trim(int type, long payload, int length, int shorter) {
    RingLayout.writeHeader(segment, base, payload - HEADER_BYTES, type, shorter);
    claimed -= RingLayout.recordBytes(length) - RingLayout.recordBytes(shorter);
  }

  /**
   * Claims space for a record, which is then written in place at the returned offset of {@link
   * #segment}. The consumer does not see it before {@link #commit}. The space holds arbitrary
   * bytes. Does not wait.
   *
   * @param type what the consumer gets as the record's type, 1 or more
   * @param length the payload's length in bytes, from 0 to {@link SpscRing#maxPayload}
   * @return where in {@link #segment} the payload starts, in bytes, a multiple of 8; or {@link
   *     #NO_SPACE} if there is no space for the record at present, or none in addition to the open
   *     claims
   * @throws IllegalArgumentException if {@code type} is not positive, or {@code length} is negative
   *     or larger than the ring takes
   * @throws CorruptRecordException if there is no space, and the consumer has closed the ring or is
   *     where it cannot be
   * @throws IllegalStateException if the region is closed
   */
  public long claim(int type, int length) {
    if (type < 1) {
      throw new IllegalArgumentException("type: " + type + ", expected 1 or more");
    }
    requireLength(length);
    long start = claimed;
    int record = RingLayout.recordBytes(length);
    int padding = padding(start, record);
    if (padding != 0) {
      return claimBehindPadding(type, length, start, padding);
    }
    long end = start + record;
    return isFree(end) ? write(type, length, start, end) : NO_SPACE;
  }

  /**
   * Claims space for several consecutive records of one type and length. Costs little more than
   * claiming a single record. The records become visible together at the next {@link #commit}, with
   * everything else that was claimed before it. The payloads hold arbitrary bytes. Does not wait.
   *
   * @param type what the consumer gets as the type of each record, 1 or more
   * @param length the length of each payload in bytes, 0 or more
   * @param count how many records, 1 or more; together they take at most half the capacity
   * @return where in {@link #segment} the first payload starts, in bytes, a multiple of 8; each
   *     further payload starts {@link SpscRing#recordBytes} bytes after the previous one; or {@link
   *     #NO_SPACE} if there is no space for all of them at present, or none in addition to the open
   *     claims
   * @throws IllegalArgumentException if {@code type} or {@code count} is not positive, {@code
   *     length} is negative, or the records take more than half the capacity
   * @throws CorruptRecordException if there is no space, and the consumer has closed the ring or is
   *     where it cannot be
   * @throws IllegalStateException if the region is closed
   */
  public long claimBatch(int type, int length, int count) {
    long payload = claim(type, batchLength(length, count));
    if (payload == NO_SPACE) {
      return NO_SPACE;
    }
    int record = RingLayout.recordBytes(length);
    long place = payload - HEADER_BYTES;
    for (int i = 0; i < count; i++) {
      RingLayout.writeHeader(segment, base, place + (long) i * record, type, length);
    }
    return payload;
  }

  /**
   * Returns the length of a single record that takes as much space as a batch, for use with {@link
   * #hasSpace} and {@link #fitsWithOpenClaims}.
   *
   * @param length the length of each payload in bytes, 0 or more
   * @param count how many records, 1 or more
   * @return the length in bytes
   * @throws IllegalArgumentException if {@code count} is not positive, {@code length} is negative,
   *     or the records take more than half the capacity
   */
  public int batchLength(int length, int count) {
    requireLength(length);
    long bytes = (long) RingLayout.recordBytes(length) * count;
    if (count < 1 || bytes - HEADER_BYTES > maxPayload) {
      throw new IllegalArgumentException(
          "count: %d, expected 1 to %d records of %d bytes (half the capacity of %d)"
              .formatted(
                  count,
                  (maxPayload + HEADER_BYTES) / RingLayout.recordBytes(length),
                  length,
                  capacity));
    }
    return (int) bytes - HEADER_BYTES;
  }

  private long claimBehindPadding(int type, int length, long position, int padding) {
    long start = position + padding;
    long end = start + RingLayout.recordBytes(length);
    if (!isFree(end)) {
      return NO_SPACE;
    }
    RingLayout.writeHeader(segment, base, place(position), PADDING_TYPE, padding - HEADER_BYTES);
    return write(type, length, start, end);
  }

  private long write(int type, int length, long start, long end) {
    long place = place(start);
    RingLayout.writeHeader(segment, base, place, type, length);
    claimed = end;
    return place + HEADER_BYTES;
  }

  /**
   * Publishes all records that were claimed since the last commit, at once.
   *
   * @throws IllegalStateException if there is none, or if the region is closed
   */
  public void commit() {
    long end = requireClaims("commit");
    // Release: headers and payloads are written before the tail that publishes them. The consumer
    // reads it with acquire; a weaker store would let it read records that are not complete yet.
    Words.setRelease(segment, base, TAIL, end);
    published = end;
  }

  /**
   * Discards everything claimed since the last commit. The consumer sees nothing of it. Does
   * nothing if there is no open claim, so that it can be called in any cleanup.
   */
  public void abort() {
    claimed = published;
  }

  /**
   * Tells whether there are claims that were neither committed nor aborted.
   *
   * @return true between a claim and its commit or abort
   */
  public boolean hasClaims() {
    return claimed != published;
  }

  /**
   * Tells whether a claim of this length would succeed now.
   *
   * @param length the payload's length in bytes, from 0 to {@link SpscRing#maxPayload}
   * @return true if there is space
   * @throws IllegalArgumentException if {@code length} is negative or larger than the ring takes
   * @throws CorruptRecordException if there is none, and the consumer has closed the ring or is
   *     where it cannot be
   */
  public boolean hasSpace(int length) {
    requireLength(length);
    long start = claimed;
    int record = RingLayout.recordBytes(length);
    return isFree(start + padding(start, record) + record);
  }

  /**
   * Tells whether a claim of this length can succeed once the consumer has freed all published
   * records. Always true if there are no open claims.
   *
   * @param length the payload's length in bytes, from 0 to {@link SpscRing#maxPayload}
   * @return false if the open claims must be committed or aborted first
   * @throws IllegalArgumentException if {@code length} is negative or larger than the ring takes
   */
  public boolean fitsWithOpenClaims(int length) {
    requireLength(length);
    long start = claimed;
    int record = RingLayout.recordBytes(length);
    return start + padding(start, record) + record - published <= capacity;
  }

  /**
   * Returns the memory that claims are written to.
   *
   * @return the memory of the ring
   */
  public MemorySegment segment() {
    return segment;
  }

  /**
   * Returns how far this producer has published.
   *
   * @return the position, in bytes since the ring was created
   */
  public long position() {
    return published;
  }

  /** Returns the bytes from a position to the end of the ring if a record does not fit there. */
  private int padding(long position, int record) {
    int toEnd = capacity - (int) (position & (capacity - 1));
    return record > toEnd ? toEnd : 0;
  }

  /** Tells whether the space up to a position has been freed by the consumer. */
  private boolean isFree(long end) {
    return end - cachedHead <= capacity || isFreeNow(end);
  }

  private boolean isFreeNow(long end) {
    // Acquire pairs with the consumer's release: it has read the old records before they are
    // overwritten.
    long head = Words.getAcquire(segment, base, HEAD);
    requireHead(head);
    cachedHead = head;
    if (end - head <= capacity) {
      return true;
    }
    // Only here: a consumer that has closed the ring frees no more space.
    if (RingLayout.isCorrupt(segment, base)) {
      throw RingLayout.closedAsCorrupt(head);
    }
    return false;
  }

  /**
   * Checks the head: a value written by other code cannot free more than is published. A wrong
   * value within that range cannot be distinguished from one that the consumer wrote.
   */
  private void requireHead(long head) {
    long used = published - head;
    if (used < 0 || used > capacity) {
      throw new CorruptRecordException(
          "position %d: the consumer is at %d, expected 0 to %d bytes before the producer"
              .formatted(published, head, capacity),
          published);
    }
  }

  /** The mask keeps the place within the records, whatever the position is. */
  private long place(long position) {
    return RECORDS + (position & (capacity - 1));
  }

  /** Returns the end of the open claims. */
  private long requireClaims(String operation) {
    long end = claimed;
    if (end == published) {
      throw new IllegalStateException(operation + " without a claim");
    }
    return end;
  }

  private static IllegalStateException claimIsOpen() {
    return new IllegalStateException(
        "offer while a claim is open: commit or abort the claim first; if this thread has none, two"
            + " threads use the producer, expected one at a time");
  }

  private void requireLength(int length) {
    if (length < 0 || length > maxPayload) {
      throw new IllegalArgumentException(
          "length: %d, expected 0 to %d (half the capacity of %d bytes, less the header)"
              .formatted(length, maxPayload, capacity));
    }
  }
}
