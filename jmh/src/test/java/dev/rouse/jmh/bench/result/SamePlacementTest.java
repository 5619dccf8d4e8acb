package dev.rouse.jmh.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Effort;
import dev.rouse.jmh.bench.plan.Effort.Pass;
import dev.rouse.jmh.bench.result.Result.Jvm;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamePlacementTest {
  private static final String GROUP = "RoundTrip";
  private static final Combination RING = Combination.of("RoundTrip.roundTrip", "link", "ring");
  private static final Combination AGRONA = Combination.of("RoundTrip.roundTrip", "link", "Agrona");

  @Test
  void onlyIterationsOfTheCommonPlacementCount() {
    // Most of all are far, but of Agrona's only one.
    Results results =
        inSamePlacement(
            result(
                RING,
                near(0, 10),
                near(0, 11),
                near(1, 12),
                far(1, 40),
                far(1, 41),
                far(0, 42),
                far(0, 43),
                far(0, 44),
                far(1, 45),
                far(1, 46)),
            result(AGRONA, near(0, 20), near(1, 20), near(1, 23), near(0, 21), far(0, 60)));
    assertThat(results.placement(GROUP)).isPresent();
    assertThat(results.of(RING).score().value()).isEqualTo(11);
    // Samples 10, 11, 12: deviation 1, Student's t for 99.9 % and 2 degrees 31.599.
    assertThat(results.of(RING).score().error()).isCloseTo(31.599 / Math.sqrt(3), within(1e-2));
    assertThat(results.of(AGRONA).score().value()).isEqualTo(21);
    assertThat(results.of(AGRONA).iterations()).hasSize(4);
  }

  @Test
  void anIterationInWhichTheMachineChangedDoesNotCount() {
    Results results =
        inSamePlacement(
            result(
                RING,
                near(0, 10),
                near(1, 11),
                near(1, 12),
                new Iteration(0, 99, 60, 250),
                new Iteration(1, 99, 250, 60)));
    assertThat(results.of(RING).score().value()).isEqualTo(11);
  }

  @Test
  void aMachineThatStaysAsItIsLosesNoIteration() {
    Results results =
        inSamePlacement(
            result(RING, at(0, 10, 25), at(0, 11, 27), at(1, 12, 24), at(1, 13, 31)),
            result(AGRONA, at(0, 20, 26), at(0, 21, 25), at(1, 22, 28), at(1, 23, 29)));
    assertThat(results.placement(GROUP).orElseThrow().least()).isEqualTo(24);
    assertThat(results.of(RING).iterations()).hasSize(4);
    assertThat(results.of(AGRONA).iterations()).hasSize(4);
  }

  @Test
  void shortIterationsOfAForkAreNotTakenForIndependent() {
    Iteration[] ofTwoForks = new Iteration[20];
    for (int i = 0; i < ofTwoForks.length; i++) {
      // Blocks of two have the means 10 and 20, one each; in a fork they do not differ.
      ofTwoForks[i] = near(i / 10, (i < 10 ? 10 : 20) + (i % 2 == 0 ? 0.5 : -0.5));
    }
    Figure score = inSamePlacement(result(RING, ofTwoForks)).of(RING).score();
    assertThat(score.value()).isEqualTo(15);
    // Ten samples: deviation sqrt(250/9), Student's t for 99.9 % and 9 degrees 4.781.
    assertThat(score.error()).isCloseTo(4.781 * Math.sqrt(250 / 9.0 / 10), within(1e-2));
  }

  @Test
  void withoutEnoughOfEachAllCount() {
    assertAllCount(result(RING, near(0, 10), near(1, 12)));
    assertAllCount(
        result(RING, near(0, 10), near(1, 10), near(1, 12)),
        result(AGRONA, far(0, 60), far(1, 61), far(1, 62), near(1, 20)));
  }

  @Test
  void iterationsOfOneForkDoNotStandForSeveral() {
    assertAllCount(result(RING, near(0, 10), near(0, 11), near(0, 12), far(1, 40)));
  }

  @Test
  void whereTheDistanceIsNotKnownAllCount() {
    assertAllCount(result(RING));
    assertAllCount(
        result(RING, at(0, 10, Double.NaN), at(1, 11, Double.NaN), at(1, 12, Double.NaN)));
  }

  private static void assertAllCount(Result... results) {
    Results selected = inSamePlacement(results);
    assertThat(selected.placement(GROUP)).isEmpty();
    assertThat(selected.all())
        .extracting(Result::iterations)
        .isEqualTo(Arrays.stream(results).map(Result::iterations).toList());
  }

  private static Results inSamePlacement(Result... results) {
    return new Results(List.of(results)).inSamePlacement();
  }

  private static Iteration near(int fork, double score) {
    return at(fork, score, 60);
  }

  private static Iteration far(int fork, double score) {
    return at(fork, score, 250);
  }

  private static Iteration at(int fork, double score, double nanos) {
    return new Iteration(fork, score, nanos, nanos * 1.05);
  }

  private static Result result(Combination combination, Iteration... iterations) {
    double mean = Arrays.stream(iterations).mapToDouble(Iteration::score).average().orElse(1);
    return new Result(
        combination,
        new Effort(2, new Pass(1, 50), new Pass(3, 50)),
        new Figure(mean, 1),
        "ns/op",
        Map.of(),
        List.of(iterations),
        new Jvm("VM", ""));
  }
}
