package dev.rouse.jmh.bench.report;

import dev.rouse.jmh.bench.plan.Chart;
import dev.rouse.jmh.bench.plan.Declaration;
import dev.rouse.jmh.bench.result.Results;
import dev.rouse.jmh.tool.Html;
import dev.rouse.jmh.tool.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a file of results says, as text and as a page with charts. */
public final class Report {
  private static final String STYLE =
      """
      body { max-width: 68rem; }
      img { max-width: 100%; height: auto; }
      table.figures th, table.figures td { text-align: left; white-space: nowrap; }
      """;

  private final Results results;
  private final List<Declaration> declarations;
  private final List<Ratio> ratios = new ArrayList<>();

  /**
   * Compares what was measured.
   *
   * @param results what was measured
   * @param declarations the benchmarks that are shown; each is complete
   * @throws UserError if a figure is missing
   */
  public Report(Results results, List<Declaration> declarations) throws UserError {
    this.results = results;
    this.declarations = List.copyOf(declarations);
    for (Declaration declaration : declarations) {
      ratios.addAll(Ratio.of(declaration, results));
    }
  }

  /** Returns the ratios as a table in Markdown, and which iterations count. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append("Ratio = peer time / Rouse time; above 1, Rouse is faster.\n\n");
    out.append(Table.ofRatios(ratios).markdown()).append('\n');
    out.append(Table.summary(ratios)).append(".\n\n");
    for (Declaration declaration : declarations) {
      out.append("%s: %s.%n".formatted(declaration.name(), results.placement(declaration)));
    }
    return out.toString();
  }

  /**
   * Draws the charts and the page that shows them.
   *
   * @param folder where {@code index.html} and the folder {@code charts} go
   * @param machine what it was measured on
   * @return the page
   * @throws UserError if the system has no fonts to draw charts with
   */
  public Path draw(Path folder, String machine) throws IOException, UserError {
    Path charts = Files.createDirectories(folder.resolve("charts"));
    Path page = folder.resolve("index.html");
    Html.write(page, () -> page(machine, charts));
    return page;
  }

  private String page(String machine, Path charts) throws IOException {
    Html html = new Html("Rouse: how fast it is", STYLE);
    html.heading(1, "How fast Rouse is, compared with its peers");
    html.facts("%s.", machine);
    html.facts(
        "Ratio = peer time / Rouse time; above 1, Rouse is faster. \"No difference\": the error"
            + " bars of the two figures overlap. An error is half of a confidence interval of"
            + " 99.9 %%.");
    html.facts(
        "The host of a virtual machine moves its processors. Where two threads spin, only"
            + " iterations count in which a cache line took the same time from one processor to"
            + " the other.");
    html.facts("%s.", Table.summary(ratios));
    for (Declaration declaration : declarations) {
      html.heading(2, declaration.name() + ": " + declaration.question());
      List<Ratio> own =
          ratios.stream()
              .filter(r -> r.mine().combination().type().equals(declaration.name()))
              .toList();
      if (!own.isEmpty()) {
        Table.ofRatios(own).addTo(html);
      }
      for (Chart chart : declaration.charts()) {
        Path file = charts.resolve(chart.file() + ".png");
        new ChartPainter(chart, declaration, results).write(file);
        html.raw(
            "<p><img src=\"charts/%s\" alt=\"%s\"></p>%n"
                .formatted(file.getFileName(), Html.escape(chart.title())));
      }
      html.raw("<details><summary>All figures</summary>\n");
      html.facts("%s. %s.", declaration.effort(), results.placement(declaration));
      Table.ofFigures(declaration, results).addTo(html);
      html.raw("</details>\n");
    }
    return html.finish();
  }
}
