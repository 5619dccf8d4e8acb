package dev.rouse.jmh.bench.plan;

import dev.rouse.jmh.contender.Contender;
import java.util.List;
import java.util.function.Predicate;

/**
 * A chart of some of a benchmark's figures: a series for each contender.
 *
 * @param file the picture's name, without its ending
 * @param title what it shows
 * @param form how it is drawn
 * @param quantity what its axis shows
 * @param contenders its series
 * @param where the cases that it shows
 */
public record Chart(
    String file,
    String title,
    Form form,
    Quantity quantity,
    List<Contender> contenders,
    Predicate<Combination> where) {
  /** How a chart is drawn. */
  public enum Form {
    /** Bars on a linear axis, a category for each case. */
    BARS,
    /** Lines on logarithmic axes, over the parameter's values. */
    LINES
  }

  /** What a chart's axis shows. */
  public enum Quantity {
    /** The time for an operation of a benchmark that reports nanoseconds. */
    NANOS(Metric.TIME, "nanoseconds, less is better"),
    /** The time for an operation of a benchmark that reports microseconds. */
    MICROS(Metric.TIME, "microseconds, less is better"),
    /** Operations in a second, of a benchmark that reports nanoseconds. */
    RATE(Metric.TIME, "million messages/s, more is better"),
    /** Jobs in a second, of a benchmark that reports nanoseconds. */
    JOB_RATE(Metric.TIME, "million jobs/s, more is better"),
    /** The processor time for a job. */
    CPU_MICROS(Metric.CPU, "us of processor time for a job, less is better"),
    /** The share of a processor that a waiting process takes. */
    IDLE_SHARE(Metric.IDLE, "% of a core, less is better"),
    /** The median latency. */
    MEDIAN(Metric.P50, "median latency in us, less is better"),
    /** The consumer's processor time by the time between two records. */
    CPU_SHARE(Metric.CPU, "% of a core, less is better");

    private final Metric metric;
    private final String label;

    Quantity(Metric metric, String label) {
      this.metric = metric;
      this.label = label;
    }

    /** Returns the figure that it comes from. */
    public Metric metric() {
      return metric;
    }

    /** Returns the axis's label. */
    public String label() {
      return label;
    }
  }

  static Chart bars(String file, String title, Quantity quantity, Contender... contenders) {
    return new Chart(file, title, Form.BARS, quantity, List.of(contenders), c -> true);
  }

  static Chart lines(String file, String title, Quantity quantity, Contender... contenders) {
    return new Chart(file, title, Form.LINES, quantity, List.of(contenders), c -> true);
  }

  Chart where(Predicate<Combination> cases) {
    return new Chart(file, title, form, quantity, contenders, cases);
  }

  /** Tells whether the chart shows a combination. */
  public boolean shows(Combination combination) {
    return contenders.contains(combination.contender()) && where.test(combination);
  }
}
