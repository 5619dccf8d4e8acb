package dev.rouse.jmh.compare.report;

import dev.rouse.jmh.tool.Html;
import dev.rouse.jmh.tool.Svg;
import java.awt.Color;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The result as a page that needs nothing else: charts as SVG, the table, the checks. */
public final class Page {
  private static final Color[] COLORS = {new Color(0x2f6db3), new Color(0xe08214)};

  private static final String STYLE =
      """
      th:nth-child(-n+2), td:nth-child(-n+2) { text-align: left; }
      tr.notify { font-weight: bold; background: #fdf3e4; }
      li.ok::marker { content: "\\2713  "; color: #1a7f37; } li.failed::marker { content: "\\2717  "; color: #cf222e; }
      """;

  private Page() {}

  /** Draws the page. */
  public static String draw(Result result, Checks checks) throws IOException {
    List<Run> trickle = result.runs("trickle").toList();
    List<Run> saturated = result.runs("saturated").toList();
    Html html = new Html("Rouse: polling, copying or being woken", STYLE);
    html.heading(1, "Polling, copying or being woken");
    html.raw(
        """
        <p>Six ways of handing 64 KiB blocks of a file to workers that compute their SHA-256. The first
        three poll a ring, two send copies through a blocking queue, and the last, <b>notify</b>, is
        woken by Rouse when a block is there.</p>
        """);
    html.facts("%s. %s.", result.machine(), result.jdk());
    html.facts(
        "Input: %s, %,d bytes in %d file(s), %d workers.",
        result.input(), result.inputBytes(), result.files().size(), result.workers());
    html.heading(2, "What it shows").raw("<ul>\n");
    for (Checks.Check check : checks.all()) {
      html.raw("<li class=\"%s\">".formatted(check.passed() ? "ok" : "failed"))
          .text(check.text())
          .raw("</li>\n");
    }
    html.raw("</ul>\n");
    section(
        html,
        "A block every 10 ms: how long until work starts",
        "Hand-off latency from the publish to the start of the work. Less is better; the scale is"
            + " logarithmic.",
        chart(
            trickle,
            "microseconds",
            true,
            new Series("median", run -> run.latencyMicros().p50()),
            new Series("99th percentile", run -> run.latencyMicros().p99())));
    section(
        html,
        "A block every 10 ms: what the workers use of the processor",
        "Processor time of all workers together, in percent of one core, hashing included. Less is"
            + " better; the scale is logarithmic.",
        chart(
            trickle,
            "percent of a core",
            true,
            new Series("CPU", run -> Math.max(0.01, 100 * run.consumerCpuShare()))));
    section(
        html,
        "As fast as it goes: throughput",
        "Megabytes validated in a second; the median of %d rounds, each of %d times the input. More is better."
            .formatted(saturated.getFirst().rounds(), result.saturatedPasses()),
        chart(saturated, "MB/s", false, new Series("throughput", Run::mbPerSecond)));
    section(
        html,
        "Heap allocated for each block",
        "Bytes that the publisher and the workers allocate, saturated. Less is better; the scale is"
            + " logarithmic.",
        chart(
            saturated,
            "bytes",
            true,
            new Series("allocated", run -> Math.max(1, run.bytesAllocatedPerBlock()))));
    table(html, result);
    html.heading(2, "Digests").raw("<div class=\"scroll\"><pre>");
    for (Result.FileDigest file : result.files()) {
      html.text(file.digest() + "  " + file.name() + "\n");
    }
    return html.raw("</pre></div>\n").finish();
  }

  private record Series(String name, ToDoubleFunction<Run> value) {}

  private static String chart(List<Run> runs, String unit, boolean logarithmic, Series... series)
      throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder().width(920).height(380).yAxisTitle(unit).build();
    List<String> names = runs.stream().map(Run::approach).toList();
    for (Series s : series) {
      chart.addSeries(s.name(), names, runs.stream().map(r -> s.value().applyAsDouble(r)).toList());
    }
    chart
        .getStyler()
        .setLegendVisible(series.length > 1)
        .setLegendPosition(LegendPosition.InsideNE)
        .setSeriesColors(COLORS)
        .setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setYAxisLogarithmic(logarithmic);
    double least =
        runs.stream()
            .flatMapToDouble(r -> Stream.of(series).mapToDouble(x -> x.value().applyAsDouble(r)))
            .min()
            .orElse(1);
    // A logarithmic axis has no 0 for the bars to start at: they start at a power of ten.
    chart.getStyler().setYAxisMin(logarithmic ? Math.pow(10, Math.floor(Math.log10(least))) : 0.0);
    return Svg.of(chart);
  }

  private static void section(Html html, String title, String text, String svg) {
    html.heading(2, title).facts("%s", text).raw(svg);
  }

  private static void table(Html html, Result result) {
    html.heading(2, "All figures").raw("<div class=\"scroll\"><table>\n<tr>");
    for (String head :
        List.of(
            "load",
            "approach",
            "wall s",
            "MB/s",
            "CPU s",
            "% of a core",
            "p50 µs",
            "p99 µs",
            "max µs",
            "bytes/block")) {
      html.raw("<th>").text(head).raw("</th>");
    }
    html.raw("</tr>\n");
    for (Run run : result.runs()) {
      html.raw(
          String.format(
              Locale.ROOT,
              "<tr class=\"%s\"><td>%s</td><td>%s</td><td>%.3f</td><td>%,.0f</td><td>%.3f</td>"
                  + "<td>%.2f</td><td>%,.1f</td><td>%,.1f</td><td>%,.1f</td><td>%,.0f</td></tr>%n",
              run.approach(),
              run.load(),
              run.approach(),
              run.wallSeconds(),
              run.mbPerSecond(),
              run.consumerCpuSeconds(),
              100 * run.consumerCpuShare(),
              run.latencyMicros().p50(),
              run.latencyMicros().p99(),
              run.latencyMicros().max(),
              run.bytesAllocatedPerBlock()));
    }
    html.raw("</table></div>\n");
  }
}
