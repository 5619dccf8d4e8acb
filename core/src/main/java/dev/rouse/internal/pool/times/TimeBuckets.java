package dev.rouse.internal.pool.times;

/**
 * The buckets in which times are counted, one for each power of two of nanoseconds. Bucket 0 is for
 * 0 ns, and bucket {@code i} for 2<sup>i-1</sup> to 2<sup>i</sup> - 1 ns.
 */
public final class TimeBuckets {
  /** How many there are: one for each {@code long} length from 0 to 63 bits. */
  public static final int COUNT = 64;

  private TimeBuckets() {}

  /**
   * Returns the bucket of a time.
   *
   * @param nanos the time in nanoseconds; less than 0 counts as 0
   * @return its index, from 0 to 63
   */
  public static int of(long nanos) {
    return Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, nanos));
  }
}
