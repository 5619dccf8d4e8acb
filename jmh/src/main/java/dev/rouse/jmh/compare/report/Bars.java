package dev.rouse.jmh.compare.report;

import dev.rouse.jmh.tool.Svg;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws a bar for each approach and series, with its value. */
final class Bars {
  private static final Color[] COLORS = {new Color(0xd9730d), new Color(0x8fb0cf)};
  private static final Font LABELS = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  /** How far above the highest bar a logarithmic axis ends at least. */
  private static final double ROOM_FOR_LABEL = 3;

  /** Stands for 0 where the axis is logarithmic. */
  private static final double LEAST = 0.01;

  /** What a bar shows. */
  record Series(String name, ToDoubleFunction<Run> value) {
    private double of(Run run, boolean logarithmic) {
      double figure = value.applyAsDouble(run);
      return logarithmic ? Math.max(LEAST, figure) : figure;
    }
  }

  private Bars() {}

  /**
   * Draws a chart.
   *
   * @param runs a category each
   * @param unit the unit of all series
   * @param logarithmic whether the axis is logarithmic
   * @param pattern how values are written, as for DecimalFormat
   * @param series a bar each in every category
   * @return an SVG element
   */
  static String draw(
      List<Run> runs, String unit, boolean logarithmic, String pattern, Series... series)
      throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder().width(920).height(360).yAxisTitle(unit).build();
    List<String> names = runs.stream().map(Run::approach).toList();
    for (Series s : series) {
      chart.addSeries(s.name(), names, runs.stream().map(r -> s.of(r, logarithmic)).toList());
    }
    CategoryStyler styler = chart.getStyler();
    styler
        .setLabelsVisible(true)
        .setLabelsPosition(1.06)
        .setLabelsFont(LABELS)
        .setLabelsFontColor(new Color(0x222222))
        .setAvailableSpaceFill(0.8);
    styler.setDecimalPattern(pattern);
    styler
        .setAxisTickLabelsFont(LABELS)
        .setPlotGridLinesColor(new Color(0xe3e6e8))
        .setPlotGridLinesStroke(new BasicStroke(1))
        .setPlotGridVerticalLinesVisible(false);
    styler
        .setLegendVisible(series.length > 1)
        .setLegendPosition(LegendPosition.OutsideS)
        .setLegendLayout(LegendLayout.Horizontal)
        .setLegendBorderColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setSeriesColors(COLORS)
        .setChartBackgroundColor(Color.WHITE);
    double[] values =
        runs.stream()
            .flatMapToDouble(r -> Stream.of(series).mapToDouble(s -> s.of(r, logarithmic)))
            .sorted()
            .toArray();
    double most = values[values.length - 1];
    if (logarithmic) {
      // A logarithmic axis has no 0 for the bars to start at: they start at a power of ten.
      styler
          .setYAxisLogarithmic(true)
          .setYAxisMin(Math.pow(10, Math.ceil(Math.log10(values[0])) - 1))
          .setYAxisMax(Math.pow(10, Math.ceil(Math.log10(ROOM_FOR_LABEL * most))));
    } else {
      styler.setYAxisMin(0.0).setYAxisMax(most * 1.1);
    }
    return Svg.of(chart);
  }
}
