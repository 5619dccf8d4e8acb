package dev.rouse.ring;

/**
 * Lets a producer get ahead of a consumer that is faster. Such a consumer looks for the next record
 * while it is being written: each look fetches the cache lines of the tail and of the record, the
 * producer has to fetch them back, and both work at the speed of these transfers, record by record.
 * A moment's pause after a look in vain ends that: the producer writes undisturbed, and the next
 * look finds many records.
 *
 * <p>The pause grows with what was found since the last look in vain, because so much more is
 * likely to come. A record that comes alone is not followed by a pause, and so a consumer that
 * answers one record at a time is not delayed.
 */
final class Pace {
  private static final long NANOS_PER_RECORD = 10;

  private static final long LONGEST_NANOS = 3_000;

  /**
   * On a single processor the producer gets ahead only while the consumer does not run. So it does
   * where both are virtual threads that share a carrier; virtual threads do not pause either.
   */
  private static final boolean SEVERAL_PROCESSORS = Runtime.getRuntime().availableProcessors() > 1;

  private Pace() {}

  /**
   * Returns how long to pause, in nanoseconds.
   *
   * @param found how many records were found since the last look in vain
   */
  static long nanos(long found) {
    return found > 1 && SEVERAL_PROCESSORS && !Thread.currentThread().isVirtual()
        ? Math.min(found, LONGEST_NANOS / NANOS_PER_RECORD) * NANOS_PER_RECORD
        : 0;
  }

  /** Spins for a time. */
  static void pause(long nanos) {
    long start = System.nanoTime();
    do {
      Thread.onSpinWait();
    } while (System.nanoTime() - start < nanos);
  }
}
