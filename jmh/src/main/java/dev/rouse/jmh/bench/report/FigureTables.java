package dev.rouse.jmh.bench.report;

import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Effort;
import dev.rouse.jmh.bench.plan.Group;
import dev.rouse.jmh.bench.result.Figure;
import dev.rouse.jmh.bench.result.Result;
import dev.rouse.jmh.bench.result.Results;
import dev.rouse.jmh.tool.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures as tables. */
final class FigureTables {
  static final String STYLE =
      """
      table.figures th:first-child, table.figures td:first-child { text-align: left; }
      table.figures td { white-space: nowrap; }
      summary { cursor: pointer; color: #2f6db3; }
      """;

  private FigureTables() {}

  /** Adds what each operation of Rouse allocates, where an iteration has enough to tell. */
  static void addAllocation(Html html, Results results, List<Group> groups) {
    List<List<String>> rows = new ArrayList<>();
    for (Group group : groups) {
      if (isPaced(group)) {
        continue;
      }
      for (Combination combination : group.combinations()) {
        if (Palette.isRouse(combination.contender())) {
          Result result = results.of(combination);
          rows.add(
              List.of(
                  combination.toString(),
                  result.allocated().map(FigureTables::bytes).orElse("not measured")));
        }
      }
    }
    table(html, List.of("operation", "bytes allocated for each"), rows);
  }

  /**
   * Tells whether a group's records come one by one with gaps. Then they are so few that what the
   * start of an iteration allocates would look like theirs.
   */
  private static boolean isPaced(Group group) {
    return group.combinations().stream().anyMatch(c -> c.params().containsKey("gapMicros"));
  }

  /** Adds all that was measured. */
  static void addAll(Html html, Results results, List<Group> groups) {
    html.raw("<details><summary>Show the table</summary>\n");
    for (Group group : groups) {
      html.heading(3, group.name());
      List<Result> rows = group.combinations().stream().map(results::of).toList();
      List<String> metrics =
          List.of("p50", "p99", "cpu").stream()
              .filter(metric -> rows.stream().anyMatch(r -> r.figure(metric).isPresent()))
              .toList();
      List<String> head = new ArrayList<>(List.of("benchmark", "time for each"));
      metrics.forEach(metric -> head.add(metric + ", µs"));
      boolean placed = results.placement(group.name()).isPresent();
      if (placed) {
        head.add("iterations");
      }
      boolean allocation = !isPaced(group);
      if (allocation) {
        head.add("B/op");
      }
      table(html, head, rows.stream().map(r -> row(r, metrics, placed, allocation)).toList());
    }
    html.raw("</details>\n");
  }

  private static List<String> row(
      Result result, List<String> metrics, boolean placed, boolean allocation) {
    List<String> row = new ArrayList<>();
    row.add(result.combination().toString());
    row.add(result.score().text("±") + " " + result.unit());
    metrics.forEach(metric -> row.add(result.figure(metric).map(f -> f.text("±")).orElse("")));
    if (placed) {
      row.add(String.valueOf(result.iterations().size()));
    }
    if (allocation) {
      row.add(result.allocated().map(FigureTables::bytes).orElse(""));
    }
    return row;
  }

  /** Adds how long each group was measured. */
  static void addEfforts(Html html, Results results, List<Group> groups) {
    List<List<String>> rows = new ArrayList<>();
    for (Group group : groups) {
      Map<String, List<Result>> byEffort =
          results.group(group.name()).collect(Collectors.groupingBy(r -> words(r.effort())));
      rows.add(
          List.of(
              group.name(),
              String.join("; ", byEffort.keySet()),
              PlacementLines.of(results, group)));
    }
    table(html, List.of("benchmarks", "each of them", "of which count"), rows);
  }

  private static String words(Effort effort) {
    return "%d forks, each %d x %d ms to warm up and %d x %d ms measured"
        .formatted(
            effort.forks(),
            effort.warmup().iterations(),
            effort.warmup().millis(),
            effort.measurement().iterations(),
            effort.measurement().millis());
  }

  /** Returns bytes; a fraction of one is what the measuring itself allocates. */
  private static String bytes(Figure figure) {
    return figure.value() < 0.01 ? "0" : String.format(Locale.ROOT, "%,.2f", figure.value());
  }

  private static void table(Html html, List<String> head, List<List<String>> rows) {
    html.raw("<div class=\"scroll\"><table class=\"figures\">\n<tr>");
    head.forEach(cell -> html.raw("<th>").text(cell).raw("</th>"));
    html.raw("</tr>\n");
    for (List<String> row : rows) {
      html.raw("<tr>");
      row.forEach(cell -> html.raw("<td>").text(cell).raw("</td>"));
      html.raw("</tr>\n");
    }
    html.raw("</table></div>\n");
  }
}
