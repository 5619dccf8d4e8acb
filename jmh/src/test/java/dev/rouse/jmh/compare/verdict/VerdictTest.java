package dev.rouse.jmh.compare.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The claims and the first line, from ratios that were not measured. */
class VerdictTest {
  private static final Ratio MUCH_BETTER = ratio(10, 1000, 90, 110);
  private static final Ratio EQUAL = ratio(1, 1, 0.9, 1.1);
  private static final Ratio WORSE = ratio(2, 1, 0.4, 0.6);

  @Test
  void everythingBetterIsShown() {
    List<Claim> claims = claims(all(MUCH_BETTER));
    assertThat(claims).hasSize(6).allMatch(Claim::shown);
    assertThat(claims).extracting(Claim::verdict).containsOnly("shown");
    assertThat(Claim.notShown(claims)).isEmpty();
    assertThat(claims.getFirst().reason())
        .isEqualTo("median latency 10.0 us, poll-1ms 1,000 us (ratio 100, 90 to 110)");
  }

  @Test
  void noDifferenceShowsOnlyThatNothingIsWorse() {
    List<Claim> claims = claims(all(EQUAL));
    assertThat(claims)
        .extracting(Claim::shown)
        .containsExactly(false, false, true, false, false, true);
    assertThat(claims.getFirst().verdict()).isEqualTo("not shown on this machine");
    assertThat(claims.getFirst().reason())
        .endsWith("(no difference, ratio 0.90 to 1.10); longest stall meanwhile 12.3 ms");
    assertThat(claims.getLast().reason()).doesNotContain("stall");
    assertThat(Claim.notShown(claims)).hasSize(4);
  }

  @Test
  void whatIsWorseIsNotShown() {
    List<Claim> claims = claims(all(WORSE));
    assertThat(claims).noneMatch(Claim::shown);
    assertThat(claims.get(2).reason()).contains("(ratio 0.50, 0.40 to 0.60); longest stall");
    assertThat(claims.get(3).reason()).endsWith("longest stall meanwhile 45.0 ms");
  }

  @Test
  void fivePercentSlowerThanSpinningStillCountsAsFast() {
    Ratio nearly = ratio(1.04, 1, 0.94, 0.96);
    Ratio slower = ratio(1.08, 1, 0.90, 0.94);
    assertThat(claims(withThroughput(nearly)).getLast().shown()).isTrue();
    assertThat(claims(withThroughput(slower)).getLast().shown()).isFalse();
  }

  @Test
  void theFirstLineHasTheThreeFigures() {
    Ratio copying = ratio(0.1, 0.19, 1.8, 2);
    Ratio garbage = ratio(1, 65_568, 65_000, 66_000);
    assertThat(Answer.of(new Ratios(MUCH_BETTER, MUCH_BETTER, EQUAL, copying, garbage, EQUAL)))
        .isEqualTo(
            "Workers woken by Rouse start 100 times sooner than with polling every millisecond,"
                + " wait with 100 times less processor time than with spinning, and finish 1.90"
                + " times as fast as with copying, with 1 byte of garbage a block instead of"
                + " 65,568.");
  }

  @Test
  void theFirstLineDoesNotClaimWhatWasNotShown() {
    Ratio garbage = ratio(2, 65_568, 30_000, 40_000);
    assertThat(Answer.of(new Ratios(EQUAL, EQUAL, EQUAL, EQUAL, garbage, EQUAL)))
        .isEqualTo(
            "Workers woken by Rouse start no sooner than with polling every millisecond, wait with"
                + " no less processor time than with spinning, and finish no faster than with"
                + " copying, but with 2 bytes of garbage a block instead of 65,568.");
    assertThat(Answer.of(all(WORSE)))
        .isEqualTo(
            "Workers woken by Rouse start 2.00 times later than with polling every millisecond,"
                + " wait with 2.00 times more processor time than with spinning, and finish 2.00"
                + " times slower than with copying.");
  }

  private static List<Claim> claims(Ratios ratios) {
    return Claims.of(ratios, 12_300, 45_000);
  }

  private static Ratios all(Ratio ratio) {
    return new Ratios(ratio, ratio, ratio, ratio, ratio, ratio);
  }

  private static Ratios withThroughput(Ratio ratio) {
    return new Ratios(EQUAL, EQUAL, EQUAL, EQUAL, EQUAL, ratio);
  }

  private static Ratio ratio(double ours, double theirs, double low, double high) {
    return new Ratio(ours, theirs, theirs / ours, low, high, 9);
  }
}
