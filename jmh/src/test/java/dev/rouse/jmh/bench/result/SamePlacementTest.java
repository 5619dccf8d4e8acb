package dev.rouse.jmh.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Effort;
import dev.rouse.jmh.bench.plan.Effort.Pass;
import dev.rouse.jmh.bench.result.Result.Jvm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SamePlacementTest {
  private static final String GROUP = "RoundTrip";
  private static final Combination RING = Combination.of("RoundTrip.roundTrip", "link", "ring");
  private static final Combination AGRONA = Combination.of("RoundTrip.roundTrip", "link", "Agrona");

  private static final double NEAR = 60;
  private static final double FAR = 250;

  @Test
  void onlyIterationsOfTheCommonPlacementCount() {
    // Most of all are far, but of Agrona's only a few.
    Results results =
        inSamePlacement(
            result(
                RING,
                at(NEAR, 0, 10, 5),
                at(NEAR, 1, 11, 5),
                at(NEAR, 1, 12, 5),
                at(FAR, 0, 40, 50)),
            result(AGRONA, at(NEAR, 0, 20, 5), at(NEAR, 1, 22, 10), at(FAR, 0, 60, 4)));
    assertThat(results.placement(GROUP)).isPresent();
    assertThat(results.of(RING).score().value()).isEqualTo(11);
    // Samples 10, 11, 12: deviation 1, Student's t for 99.9 % and 2 degrees 31.599.
    assertThat(results.of(RING).score().error()).isCloseTo(31.599 / Math.sqrt(3), within(1e-2));
    assertThat(results.of(AGRONA).iterations()).hasSize(15);
  }

  @Test
  void anIterationInWhichTheMachineChangedDoesNotCount() {
    Results results =
        inSamePlacement(
            result(
                RING,
                at(NEAR, 0, 10, 5),
                at(NEAR, 1, 11, 5),
                at(NEAR, 1, 12, 5),
                Collections.nCopies(50, new Iteration(0, 99, NEAR, FAR)),
                Collections.nCopies(50, new Iteration(1, 99, FAR, NEAR))));
    assertThat(results.of(RING).iterations()).hasSize(15);
    assertThat(results.of(RING).score().value()).isEqualTo(11);
  }

  @Test
  void anIterationInWhichTheMachineChangedAndChangedBackDoesNotCount() {
    List<Iteration> some =
        Stream.of(at(NEAR, 0, 10, 3), at(NEAR, 0, 99, 2)).flatMap(List::stream).toList();
    Figure score =
        inSamePlacement(result(RING, some, some, some, inFork(1, some))).of(RING).score();
    assertThat(score).isEqualTo(new Figure(10, 0));
  }

  @Test
  void aMachineThatStaysAsItIsLosesNoIteration() {
    Results results =
        inSamePlacement(
            result(RING, at(25, 0, 10, 9), at(27, 0, 11, 9), at(24, 1, 12, 9), at(31, 1, 13, 9)),
            result(AGRONA, at(26, 0, 20, 9), at(29, 1, 23, 18)));
    assertThat(results.placement(GROUP).orElseThrow().least()).isEqualTo(24);
    assertThat(results.of(RING).iterations()).hasSize(36);
    assertThat(results.of(AGRONA).iterations()).hasSize(27);
  }

  @Test
  void shortIterationsOfAForkAreNotTakenForIndependent() {
    Figure score =
        inSamePlacement(result(RING, at(NEAR, 0, 10, 40), at(NEAR, 1, 20, 40))).of(RING).score();
    assertThat(score.value()).isEqualTo(15);
    // Five samples of each fork: deviation sqrt(250/9), Student's t for 99.9 % and 9 degrees 4.781.
    assertThat(score.error()).isCloseTo(4.781 * Math.sqrt(250 / 9.0 / 10), within(1e-2));
  }

  @Test
  void withoutEnoughOfEachAllCount() {
    assertAllCount(result(RING, at(NEAR, 0, 10, 5), at(NEAR, 1, 12, 5)));
    assertAllCount(
        result(RING, at(NEAR, 0, 10, 20), at(NEAR, 1, 12, 20)),
        result(AGRONA, at(FAR, 0, 60, 20), at(FAR, 1, 61, 20), at(NEAR, 1, 20, 4)));
  }

  @Test
  void iterationsOfOneForkDoNotStandForSeveral() {
    assertAllCount(result(RING, at(NEAR, 0, 10, 30), at(FAR, 1, 40, 4)));
  }

  @Test
  void whereTheDistanceIsNotKnownAllCount() {
    assertAllCount(result(RING));
    assertAllCount(result(RING, at(Double.NaN, 0, 10, 20), at(Double.NaN, 1, 11, 20)));
  }

  private static void assertAllCount(Result... results) {
    Results selected = inSamePlacement(results);
    assertThat(selected.placement(GROUP)).isEmpty();
    assertThat(selected.all())
        .extracting(Result::iterations)
        .isEqualTo(Stream.of(results).map(Result::iterations).toList());
  }

  private static Results inSamePlacement(Result... results) {
    return new Results(List.of(results)).inSamePlacement();
  }

  private static List<Iteration> at(double nanos, int fork, double score, int count) {
    return Collections.nCopies(count, new Iteration(fork, score, nanos, nanos * 1.05));
  }

  private static List<Iteration> inFork(int fork, List<Iteration> iterations) {
    return iterations.stream()
        .map(i -> new Iteration(fork, i.score(), i.coreToCoreBefore(), i.coreToCoreAfter()))
        .toList();
  }

  @SafeVarargs
  private static Result result(Combination combination, List<Iteration>... parts) {
    List<Iteration> iterations = new ArrayList<>();
    for (List<Iteration> part : parts) {
      iterations.addAll(part);
    }
    return new Result(
        combination,
        new Effort(2, new Pass(1, 50), new Pass(3, 50)),
        new Figure(iterations.stream().mapToDouble(Iteration::score).average().orElse(1), 1),
        "ns/op",
        Map.of(),
        iterations,
        new Jvm("VM", ""));
  }
}
