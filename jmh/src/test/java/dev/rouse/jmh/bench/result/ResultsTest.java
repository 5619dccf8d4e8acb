package dev.rouse.jmh.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Effort;
import dev.rouse.jmh.bench.plan.Effort.Pass;
import dev.rouse.jmh.bench.plan.Group;
import dev.rouse.jmh.bench.result.Result.Jvm;
import dev.rouse.jmh.tool.UserError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private static final Effort EFFORT = new Effort(1, new Pass(1, 50), new Pass(1, 50));
  private static final Combination RING = Combination.of("RoundTrip.roundTrip", "link", "ring");
  private static final Combination AGRONA = Combination.of("RoundTrip.roundTrip", "link", "Agrona");
  private static final List<Group> GROUPS =
      List.of(new Group("RoundTrip", EFFORT, List.of(RING, AGRONA)));

  @Test
  void acceptsOneResultEach() {
    Results results = new Results(List.of(result(RING, 1), result(AGRONA, 2)));
    assertThatNoException().isThrownBy(() -> results.requireAll(GROUPS));
    assertThat(results.of(AGRONA).score().value()).isEqualTo(2);
    assertThat(results.has("RoundTrip")).isTrue();
    assertThat(results.has("BurstCost")).isFalse();
  }

  @Test
  void namesWhatIsMissing() {
    refuses(
        "results: none for 1 combination(s), expected one each: RoundTrip.roundTrip link=Agrona",
        result(RING, 1),
        result(AGRONA.onThreads(2), 1));
  }

  @Test
  void aScoreThatIsNoNumberIsMissing() {
    refuses(
        "results: none for 1 combination(s), expected one each: RoundTrip.roundTrip link=ring",
        result(RING, Double.NaN),
        result(AGRONA, 2));
  }

  @Test
  void refusesTwoResultsOfOneCombination() {
    refuses(
        "results: 2 for RoundTrip.roundTrip link=ring, expected one",
        result(RING, 1),
        result(RING, 1),
        result(AGRONA, 2));
  }

  private static void refuses(String message, Result... results) {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> new Results(List.of(results)).requireAll(GROUPS))
        .withMessage(message);
  }

  private static Result result(Combination combination, double score) {
    return new Result(
        combination, EFFORT, new Figure(score, 0), "ns/op", Map.of(), List.of(), new Jvm("VM", ""));
  }
}
