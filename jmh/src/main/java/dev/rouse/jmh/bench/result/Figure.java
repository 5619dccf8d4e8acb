package dev.rouse.jmh.bench.result;

import java.util.Locale;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.util.ListStatistics;

/**
 * A measured value and its error: the half width of its confidence interval.
 *
 * @param value the value
 * @param error the error, in the same unit; NaN if it is unknown
 */
public record Figure(double value, double error) {
  private static final double CONFIDENCE = 0.999; // that of JMH's own errors

  /** Returns the mean of samples, with the error that JMH would give it. */
  static Figure mean(double... samples) {
    ListStatistics statistics = new ListStatistics(samples);
    return new Figure(statistics.getMean(), statistics.getMeanErrorAt(CONFIDENCE));
  }

  /** Returns the largest of samples, which has happened and has no error. */
  static Figure largest(double... samples) {
    return new Figure(DoubleStream.of(samples).max().orElse(Double.NaN), 0);
  }

  /** Returns this by the other; the relative errors add up as those of independent figures do. */
  public Figure dividedBy(Figure other) {
    double ratio = value / other.value;
    return new Figure(ratio, ratio * Math.hypot(error / value, other.error / other.value));
  }

  /** Returns a number by this: times as rates, for example. */
  public Figure dividing(double number) {
    return new Figure(number, 0).dividedBy(this);
  }

  /** Returns this times a number. */
  public Figure times(double factor) {
    return new Figure(value * factor, error * factor);
  }

  /** Tells whether the error bars have a point in common. */
  public boolean overlaps(Figure other) {
    return Math.abs(value - other.value) <= error + other.error;
  }

  /** Tells whether the error is known: it takes more than one sample. */
  public boolean hasError() {
    return !Double.isNaN(error);
  }

  /**
   * Returns the value and its error with as many digits as the value's size makes sense for.
   *
   * @param plusMinus what stands between them
   */
  public String text(String plusMinus) {
    String format = "%,." + digits() + "f";
    String text = String.format(Locale.ROOT, format, value);
    return hasError()
        ? text + " " + plusMinus + " " + String.format(Locale.ROOT, format, error)
        : text;
  }

  private int digits() {
    double size = Math.abs(value);
    return size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  }
}
