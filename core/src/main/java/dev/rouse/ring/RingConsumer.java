package dev.rouse.ring;

import static dev.rouse.ring.RingLayout.HEAD;
import static dev.rouse.ring.RingLayout.HEADER_BYTES;
import static dev.rouse.ring.RingLayout.PADDING_TYPE;
import static dev.rouse.ring.RingLayout.RECORDS;
import static dev.rouse.ring.RingLayout.RECORD_ALIGNMENT;
import static dev.rouse.ring.RingLayout.TAIL;

import dev.rouse.internal.memory.Words;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * The reading end of a ring, for one thread at a time. Never blocks and never allocates.
 *
 * <p>The ring itself never pauses. A consumer that polls without a pause, and is faster than its
 * producer, takes away the cache lines that the producer is writing to. A short pause after a poll
 * that found nothing makes both faster.
 */
public final class RingConsumer extends ConsumerFields.Padded {
  RingConsumer(MemorySegment segment, int capacity) {
    super(segment, capacity);
    // The mask: other code may have changed the word since it was checked.
    long head = Words.getAcquire(segment, base, HEAD) & -RECORD_ALIGNMENT;
    freed = head;
    released = head;
    cachedTail = head;
    corrupt = RingLayout.isCorrupt(segment, base) ? 1 : 0;
  }

  /**
   * Passes the published records to a handler, in order, and frees their space when the last of
   * them was handled. Does not wait.
   *
   * <p>If the handler throws, the exception goes to the caller. The record that the handler was
   * given is lost, and only that one: its space is freed with that of the records before it, and
   * the next call starts with the record after it.
   *
   * @param handler is called with each record
   * @param limit the largest number of records to pass, at least 1
   * @return how many were passed, 0 if there were none
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws CorruptRecordException if the memory does not hold a record where one must start; the
   *     ring is then closed
   * @throws IllegalStateException if called by a handler, or if the region is closed
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
   * last look found nothing either. Otherwise the record would be read only after the tail has
   * shown that it is there: two transfers from the other processor, one after the other. With this
   * load the transfers overlap. Not called while records keep coming, because it takes the line
   * from a producer that is writing to it.
   */
  private void fetchNext() {
    // Opaque, and stored in a field: the compiler would remove a load whose value is not used. The
    // value means nothing; the header is read again after the tail.
    fetched = Words.getOpaque(segment, base, place(freed));
  }

  private int handOver(RecordHandler handler, int limit) {
    long head = begin(limit);
    long tail = cachedTail;
    boolean fresh = head == tail;
    if (fresh) {
      tail = readTail();
    }
    int count = 0;
    long last = 0; // the previous header
    // The size of its record; at first larger than any, so that a first header of 0 is checked.
    int lastBytes = Integer.MAX_VALUE;
    draining = Thread.currentThread().threadId();
    try {
      while (count < limit) {
        if (head == tail) {
          if (fresh) {
            break;
          }
          // At most once a call, and only when all records before the cached tail were handled:
          // each read may have to fetch the line that the producer is writing.
          tail = readTail();
          fresh = true;
          continue;
        }
        long end = endOfRun(head, tail);
        long origin = place(head) - head; // the same for the whole run
        do {
          long header = RingLayout.readHeader(segment, base, origin + head);
          // A record often has the same header as the previous one; then only its space has to be
          // checked. The branch also lets the processor predict where the next record starts and
          // read ahead. Without it, each record waits until the length of the previous one has come
          // from memory. Errors are thrown from here: after a call that might return, the compiler
          // would load all fields again.
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
          // Before the handler runs: the record is consumed even if the handler throws.
          head += lastBytes;
          taken = head;
          count++;
          handler.onRecord(RingLayout.type(header), segment, payload, RingLayout.length(header));
        } while (head < end && count < limit);
      }
    } finally {
      draining = 0;
      free(head);
    }
    return count;
  }

  /**
   * Passes records to a handler that decides after each of them how to continue; otherwise as
   * {@link #drain}.
   *
   * @param handler is called with each record, and may stop after it or leave it in the ring
   * @param limit the largest number of records to pass, at least 1
   * @return how many were handled, 0 if there were none or the first was left
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws CorruptRecordException if the memory does not hold a record where one must start; the
   *     ring is then closed
   * @throws IllegalStateException if called by a handler, or if the region is closed
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
        // Consumed even if the handler throws; restored if it leaves the record.
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
   * Passes the next record to a handler, if there is one, and leaves it in the ring. Does not wait.
   *
   * @param handler is called with the record
   * @return true if there was one
   * @throws CorruptRecordException if the memory does not hold a record where one must start; the
   *     ring is then closed
   * @throws IllegalStateException if called by a handler, or if the region is closed
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
   * Passes one record to a handler, if there is one; otherwise as {@link #drain}.
   *
   * @param handler is called with the record
   * @return true if there was one
   * @throws CorruptRecordException if the memory does not hold a record where one must start; the
   *     ring is then closed
   * @throws IllegalStateException if called by a handler, or if the region is closed
   */
  public boolean poll(RecordHandler handler) {
    return drain(handler, 1) == 1;
  }

  /**
   * Tells whether there are published records that were not passed to a handler yet. In a handler,
   * the record that it was given does not count.
   *
   * @return true if a {@link #drain} would find some
   */
  public boolean hasRecord() {
    long head = draining == 0 ? freed : taken;
    if (head != cachedTail) {
      return true;
    }
    fetchNext(); // a caller that waits asks again after finding nothing
    return head != readTail();
  }

  /**
   * Frees the space of the records that were handled before the current one, without waiting for
   * the end of the drain: for a handler that writes to its own ring. Does nothing if the calling
   * thread is not in a handler of this ring.
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
   * Tells whether this consumer has found a corrupt record, so that the ring is closed.
   *
   * @return true if every further drain throws {@link CorruptRecordException}
   */
  public boolean isCorrupt() {
    return corrupt != 0;
  }

  /**
   * Returns how far this consumer has freed the space.
   *
   * @return the position, in bytes since the ring was created
   */
  public long position() {
    return freed;
  }

  /**
   * Returns where the record ends that was passed to a handler last, the one that a handler is
   * being given included.
   *
   * @return the position, in bytes since the ring was created; 0 if this consumer has passed none
   */
  public long lastPosition() {
    return taken;
  }

  /**
   * Returns how far the producer has published.
   *
   * @return the position, in bytes since the ring was created
   * @throws IllegalStateException if the region is closed
   */
  public long producerPosition() {
    return Words.getAcquire(segment, base, TAIL);
  }

  private long readTail() {
    // Acquire pairs with the producer's release: records before the tail are read as they were
    // written.
    long tail = Words.getAcquire(segment, base, TAIL);
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
    // Nobody waits for it in a closed region, and an exception would hide that of a handler.
    if (head != released && base != Words.CLOSED) {
      freed = head;
      // Release: the records are read before the producer may overwrite them.
      Words.setRelease(segment, base, HEAD, head);
      released = head;
    }
  }

  /** The mask keeps the place within the records, whatever the position is. */
  private long place(long position) {
    return RECORDS + (position & (capacity - 1));
  }

  /** Checks the tail and the header of the record at a position, and returns the header. */
  private long readHeader(long head, long tail, long place) {
    long end = endOfRun(head, tail);
    long header = RingLayout.readHeader(segment, base, place);
    if (!isRecord(header, end - head)) {
      throw notARecord(header, head, end);
    }
    return header;
  }

  /**
   * Returns the position up to which records follow one another in memory: the tail, or the end of
   * the ring. Checks the tail, so that a value written by other code cannot cause an endless loop
   * or a read past the tail: records start and end at multiples of 8.
   */
  private long endOfRun(long head, long tail) {
    long published = tail - head;
    // Compared with what is freed, not with the head: also when the tail is read again during a
    // drain, the producer can have used only the space that it knows to be free.
    if (published < 0 || tail - freed > capacity || published % RECORD_ALIGNMENT != 0) {
      throw corrupt(
          "the producer is at %d, expected a multiple of %d from %d to %d"
              .formatted(tail, RECORD_ALIGNMENT, head, freed + capacity),
          head);
    }
    return head + Math.min(published, capacity - (head & (capacity - 1)));
  }

  /**
   * Tells whether a header can be that of a record that ends within the published bytes and within
   * the ring, so that no header can cause a read outside or an endless loop. The distance to the
   * end is a multiple of 8: if the payload ends before the end, so do the unused bytes after it.
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

  /** Closes the ring for good, for both sides: after a corrupt record nothing can be trusted. */
  private CorruptRecordException corrupt(String found, long position) {
    corrupt = 1;
    RingLayout.markCorrupt(segment, base);
    return new CorruptRecordException("position " + position + ": " + found, position);
  }
}
