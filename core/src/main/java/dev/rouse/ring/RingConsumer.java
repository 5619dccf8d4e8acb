package dev.rouse.ring;

import static dev.rouse.ring.RingLayout.HEAD;
import static dev.rouse.ring.RingLayout.HEADER_BYTES;
import static dev.rouse.ring.RingLayout.LONG;
import static dev.rouse.ring.RingLayout.PADDING_TYPE;
import static dev.rouse.ring.RingLayout.RECORDS;
import static dev.rouse.ring.RingLayout.RECORD_ALIGNMENT;
import static dev.rouse.ring.RingLayout.TAIL;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * The reading end of a ring, for one thread at a time. Never blocks and never allocates.
 *
 * <p>A consumer that polls without a pause, faster than its producer writes, takes the cache lines
 * from it that it is writing to; one that pauses for a moment when it finds nothing gets more
 * records for less. The ring itself never pauses.
 */
public final class RingConsumer extends ConsumerFields.Padded {
  RingConsumer(MemorySegment segment, int capacity) {
    super(segment, capacity);
    long head = (long) LONG.getAcquire(segment, HEAD);
    freed = head;
    released = head;
    cachedTail = head;
    corrupt = RingLayout.isCorrupt(segment) ? 1 : 0;
  }

  /**
   * Hands the records that are published to a handler, in order, and frees their space when the
   * last of them was handled.
   *
   * <p>When the handler throws, the exception goes to the caller. The record that the handler was
   * given is lost, and only that one: its space is freed with that of the records before it, and
   * the next call goes on behind it.
   *
   * @param handler gets each record
   * @param limit the most records to hand over, at least 1
   * @return how many were handed over, 0 if none was there
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws CorruptRecordException if the memory does not hold a record where one must start; the
   *     ring is then closed
   * @throws IllegalStateException if called by a handler, or if the memory of the ring was released
   */
  public int drain(RecordHandler handler, int limit) {
    Objects.requireNonNull(handler, "handler");
    if (found == 0) {
      fetchNext();
    }
    int count = handOver(handler, limit);
    found = count;
    return count;
  }

  /**
   * Fetches the cache line of the next record together with that of the tail, for a consumer whose
   * last look found nothing either. The tail says whether the record is there, and only then would
   * it be read: two transfers from the other processor, one after the other. With this load before
   * it, they are under way at the same time. Not while records keep coming, because the line is
   * taken from a producer that is writing to it.
   */
  private void fetchNext() {
    // Opaque, and kept: the compiler would leave out a load whose value nobody has. The value means
    // nothing: the header is read again behind the tail.
    fetched = (long) LONG.getOpaque(segment, place(freed));
  }

  private int handOver(RecordHandler handler, int limit) {
    long head = begin(limit);
    long tail = cachedTail;
    boolean fresh = head == tail;
    if (fresh) {
      tail = readTail();
    }
    int count = 0;
    long last = 0; // the header before
    int lastBytes = Integer.MAX_VALUE; // of its record; more than any, so that a first 0 is checked
    draining = Thread.currentThread().threadId();
    try {
      while (count < limit) {
        if (head == tail) {
          if (fresh) {
            break;
          }
          // At most once a call, and only where the tail read earlier is used up: each read may
          // have to fetch the line that the producer is writing.
          tail = readTail();
          fresh = true;
          continue;
        }
        long end = endOfRun(head, tail);
        long origin = place(head) - head; // the same for the whole run
        do {
          long header = RingLayout.readHeader(segment, origin + head);
          // Records often have the header of the one before, and then only its space is to be
          // checked. And with a branch for that, the processor guesses where the next one starts
          // and reads on; without it, every record waits for the length of the one before to come
          // from memory. What is wrong is thrown from here: a call that might return would make
          // the compiler load all fields anew behind it.
          if (header != last) {
            if (!isRecord(header, end - head)) {
              throw notARecord(header, head, end);
            }
            int bytes = RingLayout.recordBytes(RingLayout.length(header));
            if (RingLayout.type(header) == PADDING_TYPE) {
              head += bytes;
              continue;
            }
            last = header;
            lastBytes = bytes;
          } else if (lastBytes > end - head) {
            throw notARecord(header, head, end);
          }
          long payload = origin + head + HEADER_BYTES;
          handling = head;
          // Before the handler runs: the record is gone also if the handler throws.
          head += lastBytes;
          taken = head;
          count++;
          handler.onRecord(RingLayout.type(header), segment, payload, RingLayout.length(header));
        } while (head != end && count < limit);
      }
    } finally {
      draining = 0;
      free(head);
    }
    return count;
  }

  /**
   * Hands records to a handler that decides after each of them how to go on; otherwise as {@link
   * #drain}.
   *
   * @param handler gets each record, and may stop there or leave it for the next time
   * @param limit the most records to hand over, at least 1
   * @return how many were handed over and are done, 0 if none was there or the first was left
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws CorruptRecordException if the memory does not hold a record where one must start; the
   *     ring is then closed
   * @throws IllegalStateException if called by a handler, or if the memory of the ring was released
   */
  public int drainControlled(ControlledRecordHandler handler, int limit) {
    Objects.requireNonNull(handler, "handler");
    long head = begin(limit);
    long tail = readTail();
    int count = 0;
    draining = Thread.currentThread().threadId();
    try {
      boolean more = true;
      while (more && count < limit && head != tail) {
        long place = place(head);
        long header = readHeader(head, tail, place);
        int length = RingLayout.length(header);
        int type = RingLayout.type(header);
        long next = head + RingLayout.recordBytes(length);
        if (type == PADDING_TYPE) {
          head = next;
          continue;
        }
        // Gone also if the handler throws; back if it leaves the record.
        long before = head;
        handling = before;
        head = next;
        taken = next;
        switch (handler.onRecord(type, segment, place + HEADER_BYTES, length)) {
          case CONTINUE -> count++;
          case STOP -> {
            count++;
            more = false;
          }
          case LEAVE -> {
            head = before;
            more = false;
          }
        }
      }
    } finally {
      draining = 0;
      free(head);
    }
    return count;
  }

  /**
   * Hands the next record to a handler, if there is one, and leaves it where it is.
   *
   * @param handler gets the record
   * @return true if there was one
   * @throws CorruptRecordException if the memory does not hold a record where one must start; the
   *     ring is then closed
   * @throws IllegalStateException if called by a handler, or if the memory of the ring was released
   */
  public boolean peek(RecordHandler handler) {
    Objects.requireNonNull(handler, "handler");
    long head = begin(1);
    long tail = readTail();
    draining = Thread.currentThread().threadId();
    try {
      while (head != tail) {
        long place = place(head);
        long header = readHeader(head, tail, place);
        int length = RingLayout.length(header);
        int type = RingLayout.type(header);
        if (type != PADDING_TYPE) {
          handling = head;
          taken = head + RingLayout.recordBytes(length);
          handler.onRecord(type, segment, place + HEADER_BYTES, length);
          return true;
        }
        head += RingLayout.recordBytes(length);
      }
      return false;
    } finally {
      draining = 0;
      free(head); // the padding that was in the way
    }
  }

  /**
   * Hands one record to a handler, if one is there; otherwise as {@link #drain}.
   *
   * @param handler gets the record
   * @return true if there was one
   * @throws CorruptRecordException if the memory does not hold a record where one must start; the
   *     ring is then closed
   * @throws IllegalStateException if called by a handler, or if the memory of the ring was released
   */
  public boolean poll(RecordHandler handler) {
    return drain(handler, 1) == 1;
  }

  /**
   * Tells whether records are published that were not handed over yet. A handler that asks does not
   * count the record that it is given.
   *
   * @return true if a {@link #drain} would find some
   */
  public boolean hasRecord() {
    long head = draining == 0 ? freed : taken;
    if (head != cachedTail) {
      return true;
    }
    fetchNext(); // who waits asks again and again, having looked in vain
    return head != readTail();
  }

  /**
   * Frees the space of the records that were handled before the one that a handler is given now,
   * without waiting for the end of the drain: for a handler that writes to its own ring. Does
   * nothing if the calling thread is not in a handler of this ring.
   *
   * @return true if some space was freed
   */
  public boolean release() {
    if (!isHandling() || handling == freed) {
      return false;
    }
    free(handling);
    return true;
  }

  /**
   * Tells whether the calling thread is in a handler of this ring.
   *
   * @return true if this consumer has called the handler that calls this method
   */
  public boolean isHandling() {
    return draining == Thread.currentThread().threadId();
  }

  /**
   * Returns how far this consumer has freed the space.
   *
   * @return the position, in bytes since the ring was created
   */
  public long position() {
    return freed;
  }

  private long readTail() {
    // Acquire pairs with the producer's release: what lies before the tail is read as it was
    // written.
    long tail = (long) LONG.getAcquire(segment, TAIL);
    cachedTail = tail;
    return tail;
  }

  /** Returns where a drain starts. */
  private long begin(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit: " + limit + ", expected 1 or more");
    }
    if (draining != 0) {
      throw new IllegalStateException(
          isHandling()
              ? "drain by a handler of the same ring, expected none while a handler runs"
              : "%s uses the consumer while the thread with id %d is in a handler of it, expected one thread at a time"
                  .formatted(Thread.currentThread(), draining));
    }
    if (corrupt != 0) {
      throw RingLayout.closedAsCorrupt(freed);
    }
    return freed;
  }

  /**
   * Gives the space up to a position back to the producer. Compares with what was last written to
   * the memory, so that a store that an error has stopped is made up for.
   */
  private void free(long head) {
    if (head != released) {
      freed = head;
      // Release: the records are read before the producer may overwrite them.
      LONG.setRelease(segment, HEAD, head);
      released = head;
    }
  }

  private long place(long position) {
    return RECORDS + (position & (capacity - 1));
  }

  /** Returns the header of the record at a position, having checked it and the tail. */
  private long readHeader(long head, long tail, long place) {
    long end = endOfRun(head, tail);
    long header = RingLayout.readHeader(segment, place);
    if (!isRecord(header, end - head)) {
      throw notARecord(header, head, end);
    }
    return header;
  }

  /**
   * Returns up to where the records behind a position lie one behind the other: up to the tail, or
   * to the end of the ring. Checks the tail, so that no value that somebody else wrote there can
   * lead round and round, or past itself: records start and end at multiples of 8.
   */
  private long endOfRun(long head, long tail) {
    long published = tail - head;
    // From what is freed, not from the head: a tail that is read again in the middle of a drain is
    // no further than the space that the producer knows of.
    if (published < 0 || tail - freed > capacity || published % RECORD_ALIGNMENT != 0) {
      throw corrupt(
          "the producer is at %d, expected a multiple of %d from %d to %d"
              .formatted(tail, RECORD_ALIGNMENT, head, freed + capacity),
          head);
    }
    return head + Math.min(published, capacity - (head & (capacity - 1)));
  }

  /**
   * Tells whether a header can be that of a record, by what is published and where the ring ends,
   * so that none can lead outside or into an endless loop. The end is a multiple of 8 bytes away: a
   * payload that ends before it does so with the bytes behind it that are not used.
   */
  private static boolean isRecord(long header, long bytesToEnd) {
    int length = RingLayout.length(header);
    int type = RingLayout.type(header);
    return length >= 0
        && length <= bytesToEnd - HEADER_BYTES
        && (type >= 1 || type == PADDING_TYPE);
  }

  private CorruptRecordException notARecord(long header, long head, long end) {
    return corrupt(
        "a record of type %d and length %d, expected type 1 or more and at most %d bytes"
            .formatted(
                RingLayout.type(header), RingLayout.length(header), end - head - HEADER_BYTES),
        head);
  }

  /** Closes the ring for good, for both sides: behind a corrupt record nothing can be trusted. */
  private CorruptRecordException corrupt(String found, long position) {
    corrupt = 1;
    RingLayout.markCorrupt(segment);
    return new CorruptRecordException("position " + position + ": " + found, position);
  }
}
