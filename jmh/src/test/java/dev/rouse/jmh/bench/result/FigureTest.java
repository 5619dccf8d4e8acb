package dev.rouse.jmh.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FigureTest {
  @Test
  void aRatiosRelativeErrorIsTheHypotenuseOfBoth() {
    Figure ratio = new Figure(30, 0.9).dividedBy(new Figure(10, 0.4));
    assertThat(ratio.value()).isEqualTo(3);
    assertThat(ratio.error()).isCloseTo(3 * 0.05, within(1e-12)); // 3 % and 4 %
  }

  @Test
  void barsOverlapFromWhereTheyTouch() {
    assertThat(new Figure(10, 1).overlaps(new Figure(12, 1))).isTrue();
    assertThat(new Figure(12, 1).overlaps(new Figure(10, 1))).isTrue();
    assertThat(new Figure(10, 1).overlaps(new Figure(12.1, 1))).isFalse();
  }

  @Test
  void digitsFollowTheSize() {
    assertThat(new Figure(1234.4, 67.8).text("+/-")).isEqualTo("1,234 +/- 68");
    assertThat(new Figure(12.34, 0.56).text("+/-")).isEqualTo("12.3 +/- 0.6");
    assertThat(new Figure(1.234, 0.056).text("+/-")).isEqualTo("1.23 +/- 0.06");
    assertThat(new Figure(0.1234, 0.0056).text("+/-")).isEqualTo("0.123 +/- 0.006");
    assertThat(new Figure(12.34, Double.NaN).text("+/-")).isEqualTo("12.3");
  }
}
