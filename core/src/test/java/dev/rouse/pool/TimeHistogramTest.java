package dev.rouse.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeHistogramTest {
  /** Makes a histogram from pairs of a bucket and its count. */
  private static TimeHistogram of(long... pairs) {
    long[] buckets = new long[TimeHistogram.BUCKETS];
    for (int i = 0; i < pairs.length; i += 2) {
      buckets[(int) pairs[i]] = pairs[i + 1];
    }
    return TimeHistogram.of(buckets);
  }

  @ParameterizedTest
  @CsvSource({
    "-5, 0",
    "0, 0",
    "1, 1",
    "2, 2",
    "3, 2",
    "4, 3",
    "1023, 10",
    "1024, 11",
    "9223372036854775807, 63"
  })
  void eachPowerOfTwoHasABucket(long nanos, int bucket) {
    assertThat(TimeHistogram.bucketOf(nanos)).isEqualTo(bucket);
  }

  @Test
  void theUpperBoundIsTheLastTimeOfABucket() {
    for (int i = 0; i < TimeHistogram.BUCKETS; i++) {
      long last = TimeHistogram.upperBound(i);
      assertThat(TimeHistogram.bucketOf(last)).isEqualTo(i);
      if (i < TimeHistogram.BUCKETS - 1) {
        assertThat(TimeHistogram.bucketOf(last + 1)).isEqualTo(i + 1);
      }
    }
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> TimeHistogram.upperBound(TimeHistogram.BUCKETS));
  }

  @ParameterizedTest
  @CsvSource({"0, 7", "50, 7", "50.1, 1023", "99, 1023", "99.1, 1048575", "100, 1048575"})
  void aPercentileIsTheUpperBoundOfItsBucket(double percent, long nanos) {
    assertThat(of(3, 50, 10, 49, 20, 1).percentile(percent)).isEqualTo(nanos);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 100.1, Double.NaN})
  void aPercentileOutOfRangeIsRefused(double percent) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(1, 1).percentile(percent))
        .withMessage("percent: " + percent + ", expected 0 to 100");
  }

  @Test
  void histogramsAddUpAndSubtract() {
    TimeHistogram both = of(3, 5, 4, 1).plus(of(3, 2));
    assertThat(both).isEqualTo(of(3, 7, 4, 1)).hasSameHashCodeAs(of(3, 7, 4, 1));
    assertThat(both.count()).isEqualTo(8);
    assertThat(both.minus(of(3, 2))).isEqualTo(of(3, 5, 4, 1));
    assertThat(both).isNotEqualTo(of(3, 7)).isNotEqualTo("");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> both.minus(of(4, 2)))
        .withMessageContaining("earlier: 2 in bucket 4, expected at most 1");
  }

  @Test
  void anEmptyHistogramHasNoTimes() {
    assertThat(TimeHistogram.empty().count()).isZero();
    assertThat(TimeHistogram.empty().percentile(99)).isZero();
    assertThat(TimeHistogram.empty()).isEqualTo(of());
  }

  @Test
  void theBucketsAreCopied() {
    TimeHistogram times = of(1, 1);
    times.buckets()[1] = 2;
    assertThat(times.buckets()[1]).isEqualTo(1);
    long[] given = times.buckets();
    TimeHistogram copy = TimeHistogram.of(given);
    given[1] = 2;
    assertThat(copy).isEqualTo(times);
  }

  @Test
  void wrongBucketsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TimeHistogram.of(1, 2))
        .withMessage("buckets: 2 of them, expected 64");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(5, -1))
        .withMessage("buckets: -1 in bucket 5, expected 0 or more");
  }

  @Test
  void theTextHasReadableUnits() {
    assertThat(of(10, 1195, 14, 4, 17, 1))
        .hasToString("1200 jobs, p50 1.0us, p99 1.0us, max 131us");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0ns",
    "999, 999ns",
    "1000, 1.0us",
    "9949, 9.9us",
    "9950, 10us",
    "131071, 131us",
    "999499, 999us",
    "999500, 1.0ms",
    "67108863, 67ms",
    "17179869183, 17s",
    "9223372036854775807, 9223372037s"
  })
  void timesAreInTheLargestUnitOfWhichThereIsOne(long nanos, String text) {
    assertThat(TimeText.of(nanos)).isEqualTo(text);
  }
}
