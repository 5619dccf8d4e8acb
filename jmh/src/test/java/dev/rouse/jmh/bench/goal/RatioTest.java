package dev.rouse.jmh.bench.goal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.jmh.bench.goal.Goal.Kind;
import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Effort;
import dev.rouse.jmh.bench.plan.Effort.Pass;
import dev.rouse.jmh.bench.result.Figure;
import dev.rouse.jmh.bench.result.Result;
import dev.rouse.jmh.bench.result.Result.Jvm;
import dev.rouse.jmh.bench.result.Results;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatioTest {
  private static final Combination RING = Combination.of("RoundTrip.roundTrip", "link", "ring");
  private static final Combination AGRONA = Combination.of("RoundTrip.roundTrip", "link", "Agrona");
  private static final Combination JCTOOLS =
      Combination.of("RoundTrip.roundTrip", "link", "JCTools");

  @ParameterizedTest
  @CsvSource({
    "FASTER,     1.5, 15.1, 0.1, MET,           true",
    "FASTER,     1.5, 15.0, 0.1, MET,           true",
    "FASTER,     1.5, 14.9, 0.1, NOT_MET,       false",
    "FASTER,     1.0, 10.1, 0.1, NO_DIFFERENCE, false",
    "FASTER,     1.5, 15.1, 5.2, NO_DIFFERENCE, false",
    "FASTER,     1.5, 15.1, NaN, UNKNOWN,       false",
    "NOT_SLOWER, 1.0, 12.0, 0.1, MET,           true",
    "NOT_SLOWER, 1.0, 10.1, 0.1, NO_DIFFERENCE, true",
    "NOT_SLOWER, 1.0,  9.9, 0.1, NO_DIFFERENCE, true",
    "NOT_SLOWER, 0.9,  9.1, 0.1, MET,           true",
    "NOT_SLOWER, 0.9,  8.9, 0.1, NOT_MET,       false",
    "SHOWN,      0.0, 12.0, 0.1, SHOWN,         false",
    "SHOWN,      0.0, 10.1, 0.1, NO_DIFFERENCE, false",
  })
  void theVerdictFollowsFromRatioAndErrors(
      Kind kind, double atLeast, double peer, double error, Verdict verdict, boolean good) {
    Ratio ratio =
        new Ratio(
            new Goal("8 B", kind, atLeast, RING, List.of(AGRONA), ""),
            AGRONA,
            new Figure(10, 0),
            new Figure(peer, error));
    assertThat(ratio.verdict()).isEqualTo(verdict);
    assertThat(ratio.good()).isEqualTo(good);
  }

  @Test
  void theBestOfThePeersCounts() throws Exception {
    Results results =
        new Results(List.of(result(RING, 10, 8), result(AGRONA, 30, 20), result(JCTOOLS, 20, 40)));
    Goal goal = Goal.faster(1.5, "8 B", RING, AGRONA, JCTOOLS);
    Ratio byScore = Ratio.of(goal, results);
    assertThat(byScore.best()).isEqualTo(JCTOOLS);
    assertThat(byScore.value().value()).isEqualTo(2);
    assertThat(byScore.title()).isEqualTo("ring / JCTools (best)");
    Ratio byMedian = Ratio.of(goal.by("p50"), results);
    assertThat(byMedian.best()).isEqualTo(AGRONA);
    assertThat(byMedian.value().value()).isEqualTo(2.5);
    assertThat(byMedian.goal().what()).isEqualTo("8 B, p50");
  }

  private static Result result(Combination combination, double score, double median) {
    return new Result(
        combination,
        new Effort(1, new Pass(1, 50), new Pass(1, 50)),
        new Figure(score, 0.1),
        "ns/op",
        Map.of("p50", new Figure(median, 0.1)),
        List.of(),
        new Jvm("VM", ""));
  }
}
