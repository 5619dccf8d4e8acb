package dev.rouse.jmh.compare.report;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The result as a page that needs nothing else: charts as SVG, the table, the checks. */
public final class Page {
  private static final Color[] COLORS = {new Color(0x2f6db3), new Color(0xe08214)};

  private Page() {}

  /** Writes the page. */
  public static void write(Result result, Checks checks, Path path) throws IOException {
    List<Run> trickle = result.runs("trickle").toList();
    List<Run> saturated = result.runs("saturated").toList();
    StringBuilder html = new StringBuilder();
    html.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Rouse: polling, copying or being woken</title>
        <style>
        body { font: 16px/1.5 system-ui, sans-serif; color: #222; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
        p.facts { color: #555; font-size: .9rem; }
        svg { max-width: 100%; height: auto; }
        table { border-collapse: collapse; font-size: .85rem; width: 100%; }
        th, td { padding: .3rem .5rem; border-bottom: 1px solid #ddd; text-align: right; }
        th:nth-child(-n+2), td:nth-child(-n+2) { text-align: left; }
        tr.notify { font-weight: bold; background: #fdf3e4; }
        li.ok::marker { content: "\\2713  "; color: #1a7f37; } li.failed::marker { content: "\\2717  "; color: #cf222e; }
        code { overflow-wrap: anywhere; }
        .scroll { overflow-x: auto; }
        </style>
        </head>
        <body>
        <h1>Polling, copying or being woken</h1>
        <p>Six ways of handing 64 KiB blocks of a file to workers that compute their SHA-256. The first
        three poll a ring, two send copies through a blocking queue, and the last, <b>notify</b>, is
        woken by Rouse when a block is there.</p>
        """);
    paragraph(html, "facts", "%s. %s.", result.machine(), result.jdk());
    paragraph(
        html,
        "facts",
        "Input: %s, %,d bytes in %d file(s), %d workers.",
        result.input(),
        result.inputBytes(),
        result.files().size(),
        result.workers());
    html.append("<h2>What it shows</h2>\n<ul>\n");
    for (Checks.Check check : checks.all()) {
      html.append("<li class=\"%s\">".formatted(check.passed() ? "ok" : "failed"))
          .append(escape(check.text()))
          .append("</li>\n");
    }
    html.append("</ul>\n");
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
    html.append("<h2>Digests</h2>\n<div class=\"scroll\"><pre>");
    for (Result.FileDigest file : result.files()) {
      html.append(escape(file.digest() + "  " + file.name())).append('\n');
    }
    html.append("</pre></div>\n</body>\n</html>\n");
    Files.writeString(path, html);
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
    var svg = new ByteArrayOutputStream();
    ChartEncoder.saveChart(chart, svg, "svg");
    String text = svg.toString(StandardCharsets.UTF_8);
    return text.substring(text.indexOf("<svg"));
  }

  private static void section(StringBuilder html, String title, String text, String svg) {
    html.append("<h2>").append(escape(title)).append("</h2>\n");
    paragraph(html, "facts", "%s", text);
    html.append(svg).append('\n');
  }

  private static void table(StringBuilder html, Result result) {
    html.append("<h2>All figures</h2>\n<div class=\"scroll\"><table>\n<tr>");
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
      html.append("<th>").append(head).append("</th>");
    }
    html.append("</tr>\n");
    for (Run run : result.runs()) {
      html.append(
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
    html.append("</table></div>\n");
  }

  private static void paragraph(StringBuilder html, String style, String format, Object... args) {
    html.append("<p class=\"")
        .append(style)
        .append("\">")
        .append(escape(String.format(Locale.ROOT, format, args)))
        .append("</p>\n");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
