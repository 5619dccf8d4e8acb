package dev.rouse.jmh.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.rouse.jmh.RoundTrip;
import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Declaration;
import dev.rouse.jmh.bench.plan.Effort;
import dev.rouse.jmh.bench.plan.Effort.Pass;
import dev.rouse.jmh.bench.plan.Metric;
import dev.rouse.jmh.bench.result.Row.Sample;
import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.tool.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private static final Combination RING =
      new Combination("RoundTrip.roundTrip", Contender.RING, "", 0, 1);
  private static final Combination AGRONA =
      new Combination("RoundTrip.roundTrip", Contender.AGRONA, "", 0, 1);
  private static final Declaration DECLARATION =
      new Declaration(
          RoundTrip.class,
          "?",
          new Effort(1, new Pass(1, 50), new Pass(1, 50)),
          List.of(RING, AGRONA),
          List.of(),
          List.of(),
          false);

  @Test
  void acceptsOneResultEach() throws Exception {
    Results results = new Results(List.of(row(RING, 1), row(AGRONA, 2)));
    assertThatNoException().isThrownBy(() -> results.requireAll(List.of(DECLARATION)));
    assertThat(results.require(AGRONA, Metric.TIME).figure().value()).isEqualTo(2);
    assertThat(results.has(DECLARATION)).isTrue();
    assertThat(new Results(List.of()).has(DECLARATION)).isFalse();
  }

  @Test
  void namesWhatIsMissing() {
    Combination contended = new Combination(AGRONA.benchmark(), AGRONA.contender(), "", 0, 2);
    refuses(
        "results: none for 1 combination(s), expected one each: RoundTrip.roundTrip AGRONA",
        row(RING, 1),
        row(contended, 1));
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> new Results(List.of(row(RING, 1))).require(RING, Metric.P50))
        .withMessage("results: no P50 of RoundTrip.roundTrip RING, expected one");
  }

  @Test
  void aTimeThatIsNoNumberIsMissing() {
    refuses(
        "results: none for 1 combination(s), expected one each: RoundTrip.roundTrip RING",
        row(RING, Double.NaN),
        row(AGRONA, 2));
  }

  @Test
  void refusesTwoResultsOfOneCombination() {
    refuses(
        "results: 2 of RoundTrip.roundTrip RING, expected one",
        row(RING, 1),
        row(RING, 1),
        row(AGRONA, 2));
  }

  @Test
  void saysWhereTheProcessorsWere() {
    assertThat(placement(new Sample(5, 71, 200, 56, 70), new Sample(5, 127, 200, 57, 78)))
        .isEqualTo("71 to 127 of 200 iterations, with 56 to 78 ns from core to core");
    assertThat(placement(new Sample(5, 200, 200, 56, 250), new Sample(5, 200, 200, 57, 78)))
        .isEqualTo("all iterations: no place of the processors has enough of each contender");
    Sample unplaced = new Sample(3, 15, 15, Double.NaN, Double.NaN);
    assertThat(placement(unplaced, unplaced)).isEqualTo("all iterations");
  }

  private static String placement(Sample ring, Sample agrona) {
    Figure any = new Figure(1, 0);
    return new Results(
            List.of(
                new Row(RING, Metric.TIME, any, "ns/op", ring),
                new Row(AGRONA, Metric.TIME, any, "ns/op", agrona)))
        .placement(DECLARATION);
  }

  private static void refuses(String message, Row... rows) {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> new Results(List.of(rows)).requireAll(List.of(DECLARATION)))
        .withMessage(message);
  }

  private static Row row(Combination combination, double time) {
    return new Row(
        combination,
        Metric.TIME,
        new Figure(time, 0),
        "ns/op",
        new Sample(1, 1, 1, Double.NaN, Double.NaN));
  }
}
