package dev.rouse.jmh.bench;

import dev.rouse.jmh.bench.plan.Benchmarks;
import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Metric;
import dev.rouse.jmh.bench.result.Figure;
import dev.rouse.jmh.bench.result.Results;
import dev.rouse.jmh.bench.result.ResultsCsv;
import dev.rouse.jmh.bench.result.Row;
import dev.rouse.jmh.bench.result.Row.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A file of results with made-up figures of every combination. */
final class SyntheticResults {
  private SyntheticResults() {}

  /** Writes the results of the combinations that are wanted. */
  static void write(Path file, Predicate<Combination> wanted) throws IOException {
    List<Row> rows =
        Benchmarks.all().stream()
            .flatMap(benchmark -> benchmark.combinations().stream())
            .filter(wanted)
            .flatMap(SyntheticResults::rows)
            .toList();
    ResultsCsv.write(file, new Results(rows));
  }

  private static Stream<Row> rows(Combination combination) {
    double time = nanos(combination) * (1 + combination.value() / 200.0);
    Stream<Row> both =
        Stream.of(row(combination, Metric.TIME, time), row(combination, Metric.ALLOCATED, 0.001));
    List<Metric> others =
        combination.method().equals("arrival")
            ? List.of(Metric.P50, Metric.P99, Metric.CPU)
            : combination.type().startsWith("Pool")
                ? List.of(Metric.CPU)
                : ofProcesses(combination.type());
    return Stream.concat(both, others.stream().map(metric -> row(combination, metric, time)));
  }

  private static List<Metric> ofProcesses(String type) {
    return switch (type) {
      case "IpcIdle" -> List.of(Metric.IDLE);
      case "IpcDeath" -> List.of(Metric.P50, Metric.LONGEST);
      default -> List.of();
    };
  }

  /** What a message of 8 bytes takes. */
  private static double nanos(Combination combination) {
    return switch (combination.contender()) {
      case RING -> 10;
      case AGRONA -> 20;
      case AGRONA_UNCHECKED -> 18;
      case JCTOOLS -> 10.3;
      case DISRUPTOR -> 13;
      case CHANNEL -> 11;
      case ARRAY_BLOCKING_QUEUE -> 60;
      default -> 100;
    };
  }

  private static Row row(Combination combination, Metric metric, double value) {
    return new Row(
        combination,
        metric,
        new Figure(value, 0.03 * value),
        metric == Metric.TIME ? "ns/op" : metric.unit(),
        new Sample(3, 60, 60, 58, 62));
  }
}
