package dev.rouse.jmh.bench.report;

import dev.rouse.jmh.bench.plan.Group;
import dev.rouse.jmh.bench.result.Result;
import dev.rouse.jmh.bench.result.Results;
import java.util.DoubleSummaryStatistics;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Which iterations the figures are of, as text. */
public final class PlacementLines {
  private PlacementLines() {}

  /** Returns a line for each group of which it is known where the processors were. */
  public static String of(Results results, List<Group> groups) {
    StringBuilder out = new StringBuilder();
    for (Group group : groups) {
      if (isMeasured(results, group)) {
        out.append(group.name()).append(": ").append(of(results, group)).append('\n');
      }
    }
    return out.toString();
  }

  /** Returns which iterations of a group count. */
  static String of(Results results, Group group) {
    return results
        .placement(group.name())
        .map(placement -> words(results.group(group.name()).toList()))
        .orElseGet(
            () ->
                isMeasured(results, group)
                    ? "all iterations, with the processors in different places: none has enough of"
                        + " each"
                    : "all iterations");
  }

  /** Tells whether it is known where the processors were; there may be only one. */
  private static boolean isMeasured(Results results, Group group) {
    return results
        .group(group.name())
        .flatMap(result -> result.iterations().stream())
        .anyMatch(iteration -> Double.isFinite(iteration.coreToCoreBefore()));
  }

  private static String words(List<Result> results) {
    IntSummaryStatistics counts =
        results.stream().mapToInt(result -> result.iterations().size()).summaryStatistics();
    DoubleSummaryStatistics nanos =
        results.stream()
            .flatMap(result -> result.iterations().stream())
            .flatMapToDouble(i -> DoubleStream.of(i.coreToCoreBefore(), i.coreToCoreAfter()))
            .summaryStatistics();
    String number = counts.getMin() == counts.getMax() ? "" : counts.getMin() + " to ";
    return String.format(
        Locale.ROOT,
        "%s%d iterations with %.0f to %.0f ns from core to core",
        number,
        counts.getMax(),
        nanos.getMin(),
        nanos.getMax());
  }
}
