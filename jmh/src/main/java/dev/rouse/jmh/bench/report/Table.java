package dev.rouse.jmh.bench.report;

import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Declaration;
import dev.rouse.jmh.bench.plan.Goal;
import dev.rouse.jmh.bench.plan.Metric;
import dev.rouse.jmh.bench.report.Ratio.Verdict;
import dev.rouse.jmh.bench.result.Figure;
import dev.rouse.jmh.bench.result.Results;
import dev.rouse.jmh.bench.result.Row;
import dev.rouse.jmh.tool.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table, as text or as HTML.
 *
 * @param head the columns' titles
 * @param rows the cells, row by row
 */
record Table(List<String> head, List<List<String>> rows) {
  /** Returns the ratios of all benchmarks, a row for each. */
  static Table ofRatios(List<Ratio> ratios) {
    return new Table(
        List.of("benchmark", "case", "Rouse", "best peer", "ratio", "goal", "verdict"),
        ratios.stream().map(Table::row).toList());
  }

  private static List<String> row(Ratio ratio) {
    return List.of(
        "`" + ratio.mine().combination().type() + "`",
        ratio.comparison().name(),
        cell(ratio.mine()),
        ratio.comparison().goal().isLimit() ? limit(ratio.best()) : cell(ratio.best()),
        ratio.value().text("±"),
        ratio.comparison().goal().wanted(),
        ratio.verdict().label());
  }

  private static String limit(Row row) {
    Figure limit = new Figure(row.figure().value(), Double.NaN);
    return "limit: %s %s".formatted(limit.text("±"), row.unit().replace("/op", ""));
  }

  private static String cell(Row row) {
    String unit = row.unit().replace("/op", "");
    return "%s %s %s"
        .formatted(row.combination().contender().label(), row.figure().text("±"), unit);
  }

  /** Returns all figures of a benchmark, a row for each combination. */
  static Table ofFigures(Declaration declaration, Results results) {
    List<Metric> metrics =
        Stream.of(Metric.values())
            .filter(
                metric ->
                    declaration.combinations().stream()
                        .anyMatch(c -> results.row(c, metric).isPresent()))
            .toList();
    List<String> head = new ArrayList<>(List.of("contender", "case"));
    metrics.forEach(metric -> head.add(metric.name().toLowerCase(Locale.ROOT)));
    List<List<String>> rows = new ArrayList<>();
    for (Combination combination : declaration.combinations()) {
      List<String> row = new ArrayList<>();
      row.add(combination.contender().label());
      row.add(declaration.label(combination));
      for (Metric metric : metrics) {
        Optional<Row> found = results.row(combination, metric);
        row.add(found.map(r -> text(r.figure()) + " " + r.unit()).orElse(""));
      }
      rows.add(row);
    }
    return new Table(head, rows);
  }

  /** Returns a figure; hundredths of a byte are what the measuring itself allocates. */
  private static String text(Figure figure) {
    return Math.abs(figure.value()) < 0.01 ? "0" : figure.text("±");
  }

  /** Returns how many of the goals are reached. */
  static String summary(List<Ratio> ratios) {
    List<Ratio> goals =
        ratios.stream().filter(r -> r.comparison().goal().kind() != Goal.Kind.SHOWN).toList();
    return "%d goals: %d reached, %d not, %d cannot be told (no difference or error unknown)"
        .formatted(
            goals.size(),
            goals.stream().filter(Ratio::good).count(),
            goals.stream().filter(r -> r.verdict() == Verdict.NOT_MET).count(),
            goals.stream().filter(r -> !r.good() && r.verdict() != Verdict.NOT_MET).count());
  }

  /** Returns the table as Markdown, padded so that it can be read as it stands. */
  String markdown() {
    StringBuilder out = new StringBuilder();
    List<Integer> widths =
        IntStream.range(0, head.size())
            .mapToObj(
                i ->
                    Stream.concat(Stream.of(head), rows.stream())
                        .mapToInt(row -> row.get(i).length())
                        .max()
                        .orElse(0))
            .toList();
    line(out, head, widths);
    line(out, widths.stream().map("-"::repeat).toList(), widths);
    rows.forEach(row -> line(out, row, widths));
    return out.toString();
  }

  private static void line(StringBuilder out, List<String> row, List<Integer> widths) {
    StringJoiner line = new StringJoiner(" | ", "| ", " |\n");
    for (int i = 0; i < row.size(); i++) {
      line.add(row.get(i) + " ".repeat(widths.get(i) - row.get(i).length()));
    }
    out.append(line);
  }

  /** Adds the table to a page. */
  void addTo(Html html) {
    html.raw("<div class=\"scroll\"><table class=\"figures\">\n<tr>");
    head.forEach(cell -> html.raw("<th>").text(cell).raw("</th>"));
    html.raw("</tr>\n");
    for (List<String> row : rows) {
      html.raw("<tr>");
      row.forEach(
          cell -> html.raw("<td>").text(cell.replace("`", "").replace("*", "")).raw("</td>"));
      html.raw("</tr>\n");
    }
    html.raw("</table></div>\n");
  }
}
