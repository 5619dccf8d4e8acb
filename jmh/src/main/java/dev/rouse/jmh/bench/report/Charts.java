package dev.rouse.jmh.bench.report;

import dev.rouse.jmh.bench.result.Figure;
import dev.rouse.jmh.tool.Svg;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws grids of figures with their errors: bars on a linear axis, lines on logarithmic ones. Bars
 * have no logarithmic axis because it has no 0 for them to start at, and because XChart 4.0.3 draws
 * their errors wrongly there.
 */
final class Charts {
  private static final int WIDTH = 1040;
  private static final int HEIGHT = 400;
  private static final Font LABELS = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
  private static final DecimalFormat NUMBERS =
      new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT));
  // The part of a figure that an error may hide on a logarithmic axis, where it cannot reach 0.
  private static final double MOST_SHOWN = 0.9;

  private Charts() {}

  /** Draws a bar for each figure, those of a category side by side. */
  static String bars(Grid grid, String unit) throws IOException {
    CategoryChart chart = barChart(grid, unit);
    chart.getStyler().setAvailableSpaceFill(0.85);
    return Svg.of(chart);
  }

  /** Draws a bar for each series, where each is its own and only category. */
  static String singleBars(Grid grid, String unit) throws IOException {
    CategoryChart chart = barChart(grid, unit);
    chart.getStyler().setAvailableSpaceFill(0.6).setOverlapped(true).setLegendVisible(false);
    return Svg.of(chart);
  }

  private static CategoryChart barChart(Grid grid, String unit) {
    CategoryChart chart =
        new CategoryChartBuilder().width(WIDTH).height(HEIGHT).yAxisTitle(unit).build();
    for (String series : grid.series()) {
      List<@Nullable Double> values = new ArrayList<>();
      List<Double> errors = new ArrayList<>();
      for (String category : grid.categories()) {
        Optional<Figure> figure = grid.at(series, category);
        values.add(figure.map(Figure::value).orElse(null));
        errors.add(figure.map(Charts::error).orElse(0.0));
      }
      chart.addSeries(series, grid.categories(), values, errors).setFillColor(Palette.of(series));
    }
    style(chart.getStyler());
    double most = grid.figures().mapToDouble(f -> f.value() + error(f)).max().orElse(1);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(most * 1.05);
    return chart;
  }

  /** Draws a line for each series over categories that are numbers; both axes are logarithmic. */
  static String lines(Grid grid, String xUnit, String unit) throws IOException {
    XYChart chart =
        new XYChartBuilder().width(WIDTH).height(HEIGHT).xAxisTitle(xUnit).yAxisTitle(unit).build();
    for (String series : grid.series()) {
      List<String> present =
          grid.categories().stream().filter(c -> grid.at(series, c).isPresent()).toList();
      List<Figure> figures = present.stream().map(c -> grid.at(series, c).orElseThrow()).toList();
      XYSeries drawn =
          chart.addSeries(
              series,
              present.stream().map(Double::valueOf).toList(),
              figures.stream().map(Figure::value).toList(),
              figures.stream().map(Charts::errorAboveZero).toList());
      drawn.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(Palette.of(series));
      drawn.setLineColor(Palette.of(series)).setLineStyle(new BasicStroke(2.5f));
    }
    style(chart.getStyler());
    double most = grid.figures().mapToDouble(f -> f.value() + errorAboveZero(f)).max().orElse(1);
    double least = grid.figures().mapToDouble(f -> f.value() - errorAboveZero(f)).min().orElse(1);
    chart.getStyler().setMarkerSize(7);
    chart
        .getStyler()
        .setXAxisLogarithmic(true)
        .setXAxisTickLabelsFormattingFunction(NUMBERS::format)
        .setYAxisLogarithmic(true)
        .setYAxisTickLabelsFormattingFunction(NUMBERS::format)
        .setYAxisMin(Math.pow(10, Math.floor(Math.log10(least))))
        .setYAxisMax(Math.pow(10, Math.ceil(Math.log10(most))));
    return Svg.of(chart);
  }

  private static void style(AxesChartStyler styler) {
    styler
        .setErrorBarsColor(new Color(0x222222))
        .setAxisTickLabelsFont(LABELS)
        .setPlotGridLinesColor(new Color(0xe3e6e8))
        // Not dashed: each dash would be a path of its own, and the page several times as large.
        .setPlotGridLinesStroke(new BasicStroke(1))
        .setPlotGridVerticalLinesVisible(false);
    styler
        .setLegendPosition(LegendPosition.OutsideS)
        .setLegendLayout(LegendLayout.Horizontal)
        .setLegendBorderColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setChartBackgroundColor(Color.WHITE);
  }

  private static double error(Figure figure) {
    return figure.hasError() ? figure.error() : 0;
  }

  private static double errorAboveZero(Figure figure) {
    return Math.min(error(figure), MOST_SHOWN * figure.value());
  }
}
