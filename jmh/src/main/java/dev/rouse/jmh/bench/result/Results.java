package dev.rouse.jmh.bench.result;

import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Declaration;
import dev.rouse.jmh.bench.plan.Metric;
import dev.rouse.jmh.tool.UserError;
import java.util.DoubleSummaryStatistics;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * All figures of a run.
 *
 * @param rows the figures, in the order in which they were measured
 */
public record Results(List<Row> rows) {
  private static final int MOST_NAMED = 10;

  /** Keeps a copy of the list. */
  public Results {
    rows = List.copyOf(rows);
  }

  /** Tells whether anything of a benchmark was measured. */
  public boolean has(Declaration declaration) {
    return rows.stream().anyMatch(row -> row.combination().type().equals(declaration.name()));
  }

  /** Returns a row, none if that was not measured. */
  public Optional<Row> row(Combination combination, Metric metric) {
    return rows.stream()
        .filter(row -> row.combination().equals(combination) && row.metric() == metric)
        .findFirst();
  }

  /**
   * Returns a figure.
   *
   * @throws UserError if it was not measured
   */
  public Row require(Combination combination, Metric metric) throws UserError {
    return row(combination, metric)
        .orElseThrow(
            () ->
                new UserError("results: no %s of %s, expected one".formatted(metric, combination)));
  }

  /**
   * Checks that each combination has one time for an operation.
   *
   * @throws UserError if not
   */
  public void requireAll(List<Declaration> declarations) throws UserError {
    List<Combination> measured =
        rows.stream()
            .filter(row -> row.metric() == Metric.TIME)
            .filter(row -> Double.isFinite(row.figure().value()))
            .map(Row::combination)
            .toList();
    for (Combination combination : measured) {
      long found = measured.stream().filter(combination::equals).count();
      if (found > 1) {
        throw new UserError("results: %d of %s, expected one".formatted(found, combination));
      }
    }
    List<String> missing =
        declarations.stream()
            .flatMap(declaration -> declaration.combinations().stream())
            .filter(combination -> !measured.contains(combination))
            .map(Combination::toString)
            .toList();
    if (!missing.isEmpty()) {
      String some = String.join(", ", missing.subList(0, Math.min(MOST_NAMED, missing.size())));
      throw new UserError(
          "results: none for %d combination(s), expected one each: %s%s"
              .formatted(missing.size(), some, missing.size() > MOST_NAMED ? ", ..." : ""));
    }
  }

  /** Returns which iterations of a benchmark count, and how far the processors were then. */
  public String placement(Declaration declaration) {
    List<Row.Sample> samples =
        rows.stream()
            .filter(row -> row.combination().type().equals(declaration.name()))
            .filter(row -> row.metric() == Metric.TIME)
            .map(Row::sample)
            .toList();
    if (samples.stream().noneMatch(Row.Sample::isPlaced)) {
      return "all iterations";
    }
    IntSummaryStatistics counts =
        samples.stream().mapToInt(Row.Sample::iterations).summaryStatistics();
    DoubleSummaryStatistics nanos =
        samples.stream()
            .filter(Row.Sample::isPlaced)
            .flatMapToDouble(sample -> DoubleStream.of(sample.nearest(), sample.farthest()))
            .summaryStatistics();
    if (nanos.getMax() > SamePlacement.WIDTH * nanos.getMin() * 1.001) { // the CSV file rounds
      return "all iterations: no place of the processors has enough of each contender";
    }
    return String.format(
        Locale.ROOT,
        "%s%d of %d iterations, with %.0f to %.0f ns from core to core",
        counts.getMin() == counts.getMax() ? "" : counts.getMin() + " to ",
        counts.getMax(),
        samples.getFirst().of(),
        nanos.getMin(),
        nanos.getMax());
  }
}
