package dev.rouse.jmh.bench.report;

import dev.rouse.jmh.bench.goal.Goal.Kind;
import dev.rouse.jmh.bench.goal.Ratio;
import dev.rouse.jmh.bench.result.Figure;
import dev.rouse.jmh.tool.Html;
import java.util.List;
import java.util.Locale;

/**
 * The ratios as a table. In each row a small drawing shows the ratio with its error, a line at 1
 * and a mark at the goal, on a logarithmic scale that all rows share.
 */
final class RatioTable {
  static final String STYLE =
      """
      body { max-width: 68rem; }
      table.ratios { font-size: .8rem; }
      table.ratios td, table.ratios th { text-align: left; white-space: nowrap; }
      table.ratios td.number { text-align: right; }
      tr.group th { padding-top: 1.1rem; font-size: .95rem; }
      .verdict { display: inline-block; padding: 0 .5rem; border-radius: .6rem; font-size: .8rem; background: #eef0f2; color: #444; }
      .good { background: #dff3e4; color: #116329; } .bad { background: #fde3e1; color: #a40e26; } .open { background: #fff1cc; color: #7a5200; }
      table.ratios svg { display: block; max-width: none; }
      """;

  private static final int WIDTH = 150;
  private static final int HEIGHT = 18;
  private static final double LEAST = 0.25;
  private static final double MOST = 64;

  private final double least;
  private final double most;

  private RatioTable(List<Ratio> ratios) {
    double low = 0.5;
    double high = 2;
    for (Ratio ratio : ratios) {
      Figure value = ratio.value();
      if (Double.isFinite(value.value())) {
        low = Math.min(low, value.value() / 1.1);
        high = Math.max(high, value.value() * 1.1);
      }
    }
    least = Math.max(LEAST, low);
    most = Math.min(MOST, high);
  }

  /** Adds the table. */
  static void addTo(Html html, List<Ratio> ratios) {
    RatioTable table = new RatioTable(ratios);
    html.raw("<div class=\"scroll\"><table class=\"ratios\">\n");
    String group = "";
    for (Ratio ratio : ratios) {
      if (!ratio.goal().mine().group().equals(group)) {
        group = ratio.goal().mine().group();
        html.raw("<tr class=\"group\"><th colspan=\"6\">").text(group).raw("</th></tr>\n");
      }
      table.row(html, ratio);
    }
    html.raw("</table></div>\n");
  }

  private void row(Html html, Ratio ratio) {
    html.raw("<tr><td><span class=\"verdict %s\">".formatted(color(ratio)))
        .text(ratio.verdict().label())
        .raw("</span></td><td>")
        .text(ratio.goal().what())
        .raw("</td><td>")
        .text(ratio.title())
        .raw("</td><td class=\"number\">")
        .text(ratio.value().text("±"))
        .raw("</td><td>")
        .raw(drawing(ratio))
        .raw("</td><td>")
        .text(ratio.wanted())
        .raw("</td></tr>\n");
  }

  private static String color(Ratio ratio) {
    if (ratio.good()) {
      return "good";
    }
    return switch (ratio.verdict()) {
      case NOT_MET -> "bad";
      case NO_DIFFERENCE, UNKNOWN -> ratio.goal().kind() == Kind.SHOWN ? "" : "open";
      case MET, SHOWN -> "";
    };
  }

  private String drawing(Ratio ratio) {
    Figure value = ratio.value();
    if (!Double.isFinite(value.value())) {
      return "";
    }
    double error = value.hasError() ? value.error() : 0;
    StringBuilder svg =
        new StringBuilder(
            "<svg width=\"%d\" height=\"%d\" viewBox=\"0 0 %1$d %2$d\">".formatted(WIDTH, HEIGHT));
    svg.append(line(1, 0, HEIGHT, 1, "#c4c9ce", 1));
    if (ratio.goal().kind() != Kind.SHOWN) {
      svg.append(line(ratio.goal().atLeast(), 2, HEIGHT - 2, ratio.goal().atLeast(), "#116329", 2));
    }
    double middle = HEIGHT / 2.0;
    svg.append(line(value.value() - error, middle, middle, value.value() + error, "#222", 1.5));
    return svg.append(
            String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/></svg>",
                x(value.value()),
                middle,
                Palette.ROUSE))
        .toString();
  }

  private String line(
      double fromRatio, double top, double bottom, double toRatio, String color, double width) {
    return String.format(
        Locale.ROOT,
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\""
            + " stroke-width=\"%.1f\"/>",
        x(fromRatio),
        top,
        x(toRatio),
        bottom,
        color,
        width);
  }

  private double x(double ratio) {
    double inside = Math.clamp(ratio, least, most);
    return 5 + (WIDTH - 10) * Math.log(inside / least) / Math.log(most / least);
  }
}
