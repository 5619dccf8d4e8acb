package dev.rouse.jmh.compare.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class RatioTest {
  @Test
  void aRatioIsOfTheSameRound() {
    // The machine was ten times slower in the second round: that is no difference of approaches.
    Ratio ratio = Ratio.of(new double[] {1, 10, 2}, new double[] {2, 20, 4});
    assertThat(ratio).isEqualTo(new Ratio(2, 4, 2, 2, 2, 3));
    assertThat(ratio.difference()).isEqualTo(Difference.MORE);
  }

  @Test
  void aDifferenceWithinTheSpreadIsNone() {
    assertThat(ofRatios(0.9, 2, 3).difference()).isEqualTo(Difference.NONE);
    assertThat(ofRatios(1, 2, 3).difference()).isEqualTo(Difference.NONE);
    assertThat(ofRatios(0.2, 0.5, 1).difference()).isEqualTo(Difference.NONE);
    assertThat(ofRatios(1.01, 2, 3).difference()).isEqualTo(Difference.MORE);
    assertThat(ofRatios(0.2, 0.5, 0.99).difference()).isEqualTo(Difference.LESS);
  }

  @Test
  void theSpreadLeavesOutWhatTheSignTestAllows() {
    // For 8 rounds the second to the seventh would hold the median in 93 %, for 9 in 96 %.
    assertThat(ofRatios(1)).extracting(Ratio::low, Ratio::high).containsExactly(1.0, 1.0);
    assertThat(ofRatios(upTo(8))).extracting(Ratio::low, Ratio::high).containsExactly(1.0, 8.0);
    assertThat(ofRatios(upTo(9))).extracting(Ratio::low, Ratio::high).containsExactly(2.0, 8.0);
    assertThat(ofRatios(upTo(12))).extracting(Ratio::low, Ratio::high).containsExactly(3.0, 10.0);
  }

  @Test
  void theMedianOfAnEvenNumberIsInTheMiddle() {
    assertThat(Ratio.median(4, 1, 2, 3)).isEqualTo(2.5);
    assertThat(Ratio.median(3, 1, 2)).isEqualTo(2);
  }

  @Test
  void factorsHaveAsManyDigitsAsMatter() {
    assertThat(Ratio.times(1.234)).isEqualTo("1.23");
    assertThat(Ratio.times(4.56)).isEqualTo("4.6");
    assertThat(Ratio.times(1234.5)).isEqualTo("1,235");
  }

  private static double[] upTo(int last) {
    return DoubleStream.iterate(1, i -> i + 1).limit(last).toArray();
  }

  private static Ratio ofRatios(double... ratios) {
    return Ratio.of(DoubleStream.generate(() -> 1).limit(ratios.length).toArray(), ratios);
  }
}
