package dev.rouse.jmh.bench.report;

import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Comparison;
import dev.rouse.jmh.bench.plan.Goal;
import dev.rouse.jmh.bench.plan.Goal.Kind;
import dev.rouse.jmh.bench.plan.Metric;
import dev.rouse.jmh.bench.report.Ratio.Verdict;
import dev.rouse.jmh.bench.result.Figure;
import dev.rouse.jmh.bench.result.Results;
import dev.rouse.jmh.bench.result.Row;
import dev.rouse.jmh.bench.result.Row.Sample;
import dev.rouse.jmh.contender.Contender;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatioTest {
  private static final Combination RING = combination(Contender.RING);
  private static final Combination AGRONA = combination(Contender.AGRONA);
  private static final Combination JCTOOLS = combination(Contender.JCTOOLS);

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
    Comparison comparison = comparison(kind, atLeast, Metric.TIME);
    Ratio ratio =
        new Ratio(
            comparison,
            row(RING, Metric.TIME, new Figure(10, 0)),
            row(AGRONA, Metric.TIME, new Figure(peer, error)));
    assertThat(ratio.verdict()).isEqualTo(verdict);
    assertThat(ratio.good()).isEqualTo(good);
  }

  @Test
  void theBestOfThePeersCounts() throws Exception {
    Results results =
        new Results(
            Stream.of(rows(RING, 10, 8), rows(AGRONA, 30, 20), rows(JCTOOLS, 20, 40))
                .flatMap(List::stream)
                .toList());
    Ratio byTime = Ratio.of(comparison(Kind.FASTER, 1.5, Metric.TIME), results);
    assertThat(byTime.best().combination()).isEqualTo(JCTOOLS);
    assertThat(byTime.value().value()).isEqualTo(2);
    Ratio byMedian = Ratio.of(comparison(Kind.FASTER, 1.5, Metric.P50), results);
    assertThat(byMedian.best().combination()).isEqualTo(AGRONA);
    assertThat(byMedian.value().value()).isEqualTo(2.5);
  }

  @ParameterizedTest
  @CsvSource({
    "0.05, 0.01, MET",
    "0.05, 0.06, NO_DIFFERENCE",
    "0.20, 0.01, NOT_MET",
    "0.05, NaN,  UNKNOWN",
  })
  void aLimitNeedsNoPeer(double idle, double error, Verdict verdict) throws Exception {
    Goal goal =
        new Goal(Kind.BELOW, 0.1, Contender.RING, List.of(), List.of(Metric.IDLE), c -> true);
    Results results = new Results(List.of(row(RING, Metric.IDLE, new Figure(idle, error))));
    Ratio ratio = Ratio.of(new Comparison(goal, "idle", RING, List.of(), Metric.IDLE), results);
    assertThat(ratio.verdict()).isEqualTo(verdict);
    assertThat(ratio.value().value()).isEqualTo(0.1 / idle);
    assertThat(Table.ofRatios(List.of(ratio)).rows().getFirst())
        .contains("limit: 0.100 ns", "below the limit");
  }

  private static Comparison comparison(Kind kind, double atLeast, Metric metric) {
    List<Contender> peers = List.of(Contender.AGRONA, Contender.JCTOOLS);
    Goal goal = new Goal(kind, atLeast, Contender.RING, peers, List.of(metric), c -> true);
    return new Comparison(goal, "8 B", RING, List.of(AGRONA, JCTOOLS), metric);
  }

  private static Combination combination(Contender contender) {
    return new Combination("RoundTrip.roundTrip", contender, "", 0, 1);
  }

  private static List<Row> rows(Combination combination, double time, double median) {
    return List.of(
        row(combination, Metric.TIME, new Figure(time, 0.1)),
        row(combination, Metric.P50, new Figure(median, 0.1)));
  }

  private static Row row(Combination combination, Metric metric, Figure figure) {
    return new Row(combination, metric, figure, "ns/op", new Sample(1, 1, 1, NaN, NaN));
  }
}
