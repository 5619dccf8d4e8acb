package dev.rouse.jmh.bench.report;

import dev.rouse.jmh.bench.plan.Chart;
import dev.rouse.jmh.bench.plan.Chart.Form;
import dev.rouse.jmh.bench.plan.Chart.Quantity;
import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Declaration;
import dev.rouse.jmh.bench.result.Figure;
import dev.rouse.jmh.bench.result.Results;
import dev.rouse.jmh.contender.Contender;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws a chart as a picture. Bars have a linear axis that starts at 0, and their errors; lines
 * have logarithmic axes.
 */
final class ChartPainter {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 360;

  /** What the name of a contender takes below its bar. */
  private static final int WIDTH_OF_NAME = 175;

  private static final double MARGIN = 1.5;
  private static final Font LABELS = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final DecimalFormat NUMBERS =
      new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT));

  private final Chart chart;
  private final List<Combination> shown;
  private final Results results;

  ChartPainter(Chart chart, Declaration declaration, Results results) {
    this.chart = chart;
    this.shown = declaration.combinations().stream().filter(chart::shows).toList();
    this.results = results;
  }

  /** Draws the chart into a file. */
  void write(Path file) throws IOException {
    Png.write(chart.form() == Form.BARS ? bars() : lines(), file);
  }

  private CategoryChart bars() {
    // Where there is a single case, each contender is a category of its own.
    boolean single = shown().map(this::label).distinct().count() == 1;
    Function<Combination, String> category = single ? c -> c.contender().label() : this::label;
    List<String> categories = shown().map(category).distinct().toList();
    CategoryChart bars =
        new CategoryChartBuilder()
            .width(single ? Math.max(WIDTH, categories.size() * WIDTH_OF_NAME) : WIDTH)
            .height(HEIGHT)
            .title(chart.title())
            .yAxisTitle(chart.quantity().label())
            .build();
    double most = 0;
    for (Contender contender : chart.contenders()) {
      List<@Nullable Double> values = new ArrayList<>();
      List<Double> errors = new ArrayList<>();
      for (String name : categories) {
        Optional<Figure> figure =
            shown()
                .filter(c -> c.contender() == contender && category.apply(c).equals(name))
                .findFirst()
                .flatMap(this::figure);
        values.add(figure.map(Figure::value).orElse(null));
        errors.add(figure.map(ChartPainter::error).orElse(0.0));
        most = Math.max(most, figure.map(f -> f.value() + error(f)).orElse(0.0));
      }
      bars.addSeries(contender.label(), categories, values, errors)
          .setFillColor(new Color(contender.rgb()));
    }
    style(bars.getStyler());
    bars.getStyler()
        .setYAxisMin(0.0)
        .setYAxisMax(most * 1.05)
        .setErrorBarsColor(new Color(0x222222));
    bars.getStyler()
        .setAvailableSpaceFill(single ? 0.6 : 0.85)
        .setOverlapped(single)
        .setLegendVisible(!single);
    return bars;
  }

  private XYChart lines() {
    XYChart lines =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(chart.title())
            .xAxisTitle(xAxisTitle())
            .yAxisTitle(chart.quantity().label())
            .build();
    double least = Double.MAX_VALUE;
    double most = 0;
    for (Contender contender : chart.contenders()) {
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      for (Combination c : shown().filter(c -> c.contender() == contender).toList()) {
        Optional<Figure> figure = figure(c).filter(f -> f.value() > 0);
        if (figure.isPresent()) {
          x.add((double) c.value());
          y.add(figure.get().value());
          least = Math.min(least, figure.get().value());
          most = Math.max(most, figure.get().value());
        }
      }
      lines
          .addSeries(contender.label(), x, y)
          .setMarker(SeriesMarkers.CIRCLE)
          .setMarkerColor(new Color(contender.rgb()))
          .setLineColor(new Color(contender.rgb()))
          .setLineStyle(new BasicStroke(2.5f));
    }
    style(lines.getStyler());
    lines.getStyler().setMarkerSize(8);
    lines
        .getStyler()
        .setXAxisLogarithmic(true)
        .setXAxisTickLabelsFormattingFunction(NUMBERS::format)
        .setYAxisLogarithmic(true)
        .setYAxisTickLabelsFormattingFunction(NUMBERS::format)
        .setYAxisMin(least / MARGIN)
        .setYAxisMax(most * MARGIN);
    return lines;
  }

  private String xAxisTitle() {
    return switch (shown().findFirst().map(Combination::parameter).orElse("")) {
      case "payload" -> "bytes of a message";
      case "burst" -> "messages of a burst";
      case "gapMicros" -> "microseconds between two records";
      case "senders" -> "threads that send";
      default -> "";
    };
  }

  private String label(Combination combination) {
    return Declaration.label(combination, shown);
  }

  private Stream<Combination> shown() {
    return shown.stream();
  }

  private Optional<Figure> figure(Combination combination) {
    return results
        .row(combination, chart.quantity().metric())
        .map(row -> scaled(row.figure(), combination));
  }

  private Figure scaled(Figure figure, Combination combination) {
    return switch (chart.quantity()) {
      case Quantity.RATE, Quantity.JOB_RATE -> new Figure(1e3, 0).dividedBy(figure);
      case Quantity.CPU_SHARE -> figure.dividedBy(new Figure(combination.value() / 1e2, 0));
      case Quantity.NANOS,
          Quantity.MICROS,
          Quantity.MEDIAN,
          Quantity.IDLE_SHARE,
          Quantity.CPU_MICROS ->
          figure;
    };
  }

  private static double error(Figure figure) {
    return figure.hasError() ? figure.error() : 0;
  }

  private static void style(AxesChartStyler styler) {
    styler
        .setAxisTickLabelsFont(LABELS)
        .setAxisTitleFont(LABELS)
        .setPlotGridLinesColor(new Color(0xe3e6e8))
        .setPlotGridLinesStroke(new BasicStroke(1))
        .setPlotGridVerticalLinesVisible(false);
    styler
        .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15))
        .setLegendFont(LABELS)
        .setLegendPosition(LegendPosition.OutsideS)
        .setLegendLayout(LegendLayout.Horizontal)
        .setLegendBorderColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setChartBackgroundColor(Color.WHITE);
  }
}
