package dev.rouse.channel;

import dev.rouse.internal.memory.Lifetime;
import dev.rouse.internal.memory.Words;
import java.lang.foreign.MemorySegment;

/**
 * Lets a sender get ahead of a faster receiver. Such a receiver looks for the next record while it
 * is being written. Each look fetches the cache lines of the tail and of the record, and the sender
 * has to fetch them back. Both then work at the speed of these transfers, record by record. A short
 * pause after a look that found nothing ends that: the sender writes undisturbed, and the next look
 * finds many records.
 *
 * <p>The pause grows with the number of records found since the last look that found nothing,
 * because about as many are likely to come. No pause follows a single record, so a receiver that
 * answers one record at a time is not delayed.
 */
final class Pace {
  private static final long NANOS_PER_RECORD = 10;

  private static final long LONGEST_NANOS = 3_000;

  /**
   * On a single processor the sender gets ahead only while the receiver does not run. The same is
   * true of virtual threads that share a carrier, so virtual threads do not pause either.
   */
  private static final boolean SEVERAL_PROCESSORS = Runtime.getRuntime().availableProcessors() > 1;

  private final MemorySegment segment;
  private final long offset;
  private final boolean pauses;

  /** See {@link Words}. */
  private long base;

  /**
   * Makes the pace of a receiver.
   *
   * @param segment where its word is: off the heap, on a cache line that only the receiver uses
   * @param offset where the word is, in bytes
   * @param pauses whether the receiver may pause at all
   */
  Pace(MemorySegment segment, long offset, boolean pauses) {
    this.segment = segment;
    this.base = Words.base(segment);
    Lifetime.use(segment, this, pace -> pace.base = Words.CLOSED);
    this.offset = offset;
    this.pauses = pauses;
  }

  /** Notes that a look found records. */
  void found(int count) {
    Words.set(segment, base, offset, Words.get(segment, base, offset) + count);
  }

  /**
   * Pauses after a look that found nothing.
   *
   * @return true if it has paused, false if there was no reason to
   */
  boolean pause() {
    long found = Words.get(segment, base, offset);
    if (found == 0) {
      return false;
    }
    Words.set(segment, base, offset, 0L);
    long nanos = pauses ? nanos(found) : 0;
    if (nanos == 0) {
      return false;
    }
    long start = System.nanoTime();
    do {
      Thread.onSpinWait();
    } while (System.nanoTime() - start < nanos);
    return true;
  }

  /**
   * Returns how long to pause, in nanoseconds.
   *
   * @param found how many records were found since the last look that found nothing
   */
  static long nanos(long found) {
    return found > 1 && SEVERAL_PROCESSORS && !Thread.currentThread().isVirtual()
        ? Math.min(found, LONGEST_NANOS / NANOS_PER_RECORD) * NANOS_PER_RECORD
        : 0;
  }
}
