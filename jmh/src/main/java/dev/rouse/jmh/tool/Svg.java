package dev.rouse.jmh.tool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.internal.chartpart.Chart;

/** Charts as SVG elements, to be put into a page. */
public final class Svg {
  private Svg() {}

  /** Draws a chart. */
  public static String of(Chart<?, ?> chart) throws IOException {
    var svg = new ByteArrayOutputStream();
    ChartEncoder.saveChart(chart, svg, "svg");
    String text = svg.toString(StandardCharsets.UTF_8);
    // Letters are drawn as outlines; a hundredth of a pixel is more than enough, and half as long.
    return text.substring(text.indexOf("<svg")).replaceAll("(\\.\\d\\d)\\d+", "$1") + "\n";
  }
}
