package dev.rouse.pool;

import dev.rouse.internal.pool.times.TimeBuckets;
import java.util.Arrays;
import java.util.Objects;

/**
 * How many jobs have taken how long: 64 counts, one for each power of two of nanoseconds. Bucket 0
 * counts what took 0 ns. Bucket {@code i} counts what took from 2<sup>i-1</sup> to 2<sup>i</sup> -
 * 1 ns. A time is known to within a factor of two.
 *
 * <p>Immutable, so any thread may use it.
 */
public final class TimeHistogram {
  /** How many buckets there are: one for each {@code long} length from 0 to 63 bits. */
  public static final int BUCKETS = TimeBuckets.COUNT;

  private static final TimeHistogram EMPTY = new TimeHistogram(new long[BUCKETS]);

  private static final double HUNDRED_PERCENT = 100;

  private final long[] buckets;
  private final long count;

  private TimeHistogram(long[] buckets) {
    this.buckets = buckets;
    this.count = Arrays.stream(buckets).sum();
  }

  /**
   * Returns a histogram without jobs.
   *
   * @return the histogram
   */
  public static TimeHistogram empty() {
    return EMPTY;
  }

  /**
   * Makes a histogram, for example from what a JMX bean has returned.
   *
   * @param buckets the counts of all {@value #BUCKETS} buckets, each 0 or more; copied
   * @return the histogram
   * @throws IllegalArgumentException if there is another number of buckets, or if one is negative
   */
  public static TimeHistogram of(long... buckets) {
    if (buckets.length != BUCKETS) {
      throw new IllegalArgumentException(
          "buckets: %d of them, expected %d".formatted(buckets.length, BUCKETS));
    }
    for (int i = 0; i < BUCKETS; i++) {
      if (buckets[i] < 0) {
        throw new IllegalArgumentException(
            "buckets: %d in bucket %d, expected 0 or more".formatted(buckets[i], i));
      }
    }
    return new TimeHistogram(buckets.clone());
  }

  /**
   * Returns the bucket that counts a time.
   *
   * @param nanos the time in nanoseconds; less than 0 counts as 0
   * @return the index of the bucket, from 0 to 63
   */
  public static int bucketOf(long nanos) {
    return TimeBuckets.of(nanos);
  }

  /**
   * Returns the longest time that a bucket counts.
   *
   * @param bucket the index of the bucket, from 0 to 63
   * @return the time in nanoseconds: 2<sup>bucket</sup> - 1
   * @throws IndexOutOfBoundsException if there is no such bucket
   */
  public static long upperBound(int bucket) {
    return (1L << Objects.checkIndex(bucket, BUCKETS)) - 1;
  }

  /**
   * Returns how many jobs this stands for.
   *
   * @return the sum of all buckets, 0 or more
   */
  public long count() {
    return count;
  }

  /**
   * Returns the counts of all buckets.
   *
   * @return a new array of {@value #BUCKETS} counts
   */
  public long[] buckets() {
    return buckets.clone();
  }

  /**
   * Returns a time that a given part of the jobs did not exceed.
   *
   * @param percent the part in percent, from 0 to 100
   * @return the {@linkplain #upperBound upper bound} of the bucket with that job, in nanoseconds;
   *     so it is less than twice the job's time. 0 if there are no jobs
   * @throws IllegalArgumentException if {@code percent} is out of range
   */
  public long percentile(double percent) {
    if (!(percent >= 0 && percent <= HUNDRED_PERCENT)) { // not a number is neither
      throw new IllegalArgumentException("percent: " + percent + ", expected 0 to 100");
    }
    long rank = Math.max(1, (long) Math.ceil(percent / HUNDRED_PERCENT * count));
    long sum = 0;
    for (int i = 0; i < BUCKETS; i++) {
      sum += buckets[i];
      if (sum >= rank) {
        return upperBound(i);
      }
    }
    return 0;
  }

  /**
   * Returns the jobs of this histogram and of another one.
   *
   * @param other the other one
   * @return the sums of the buckets
   */
  public TimeHistogram plus(TimeHistogram other) {
    long[] sums = buckets.clone();
    Arrays.setAll(sums, i -> sums[i] + other.buckets[i]);
    return new TimeHistogram(sums);
  }

  /**
   * Returns the jobs of this histogram that an earlier one does not have.
   *
   * @param earlier what the same histogram was before
   * @return the differences of the buckets
   * @throws IllegalArgumentException if {@code earlier} counts more than this in a bucket
   */
  public TimeHistogram minus(TimeHistogram earlier) {
    long[] differences = buckets.clone();
    for (int i = 0; i < BUCKETS; i++) {
      differences[i] -= earlier.buckets[i];
      if (differences[i] < 0) {
        throw new IllegalArgumentException(
            "earlier: %d in bucket %d, expected at most %d: the same histogram at an earlier time"
                .formatted(earlier.buckets[i], i, buckets[i]));
      }
    }
    return new TimeHistogram(differences);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TimeHistogram that && Arrays.equals(buckets, that.buckets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(buckets);
  }

  /**
   * Returns the count and some percentiles.
   *
   * @return for example {@code 1200 jobs, p50 1.0us, p99 16us, max 131us}
   */
  @Override
  public String toString() {
    return "%d jobs, p50 %s, p99 %s, max %s"
        .formatted(
            count,
            TimeText.of(percentile(50)),
            TimeText.of(percentile(99)),
            TimeText.of(percentile(HUNDRED_PERCENT)));
  }
}
