package dev.rouse.jmh.compare.report;

import dev.rouse.jmh.compare.measure.Load;
import dev.rouse.jmh.compare.measure.Pass;
import dev.rouse.jmh.compare.pipeline.Approach;
import dev.rouse.jmh.compare.verdict.Ratio;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * What one approach took under one load. Times and shares are medians of the rounds.
 *
 * @param approach its name
 * @param load the load's name
 * @param rounds how many measured passes there were
 * @param wallSeconds from the first publish to the end of the last work
 * @param mbPerSecond megabytes (10<sup>6</sup>) validated in a second
 * @param waiting processor time of all workers together without the work, as a share of one core
 * @param work processor time of the work, as a share of one core; 1 is a core fully used
 * @param latencyMicros from the publish to the start of the work
 * @param bytesAllocatedPerBlock on the heap, by the publisher and the workers
 * @param stallMicros how late a thread woke meanwhile that slept for a millisecond
 * @param digest SHA-256 of the whole input as this approach delivered it
 */
public record Run(
    String approach,
    String load,
    int rounds,
    double wallSeconds,
    double mbPerSecond,
    double waiting,
    double work,
    Percentiles latencyMicros,
    double bytesAllocatedPerBlock,
    Percentiles stallMicros,
    String digest) {

  /**
   * A distribution in microseconds.
   *
   * @param p50 the median
   * @param p99 the 99th percentile
   * @param max the largest
   */
  public record Percentiles(double p50, double p99, double max) {
    private static Percentiles of(Histogram nanos) {
      return new Percentiles(
          nanos.getValueAtPercentile(50) / 1e3,
          nanos.getValueAtPercentile(99) / 1e3,
          nanos.getMaxValue() / 1e3);
    }
  }

  /**
   * Summarizes the measured passes of an approach under a load.
   *
   * @param approach the approach
   * @param load the load
   * @param passes one for each round
   * @param digest SHA-256 of the whole input as the approach delivered it
   * @return the summary
   */
  public static Run of(Approach approach, Load load, List<Pass> passes, String digest) {
    Histogram latency = new Histogram(passes.getFirst().latency());
    Histogram stalls = new Histogram(passes.getFirst().stalls());
    for (Pass pass : passes.subList(1, passes.size())) {
      latency.add(pass.latency());
      stalls.add(pass.stalls());
    }
    return new Run(
        approach.label(),
        load.label(),
        passes.size(),
        median(passes, Pass::wallSeconds),
        median(passes, pass -> pass.bytes() / 1e6 / pass.wallSeconds()),
        median(passes, pass -> pass.waitingSeconds() / pass.wallSeconds()),
        median(passes, pass -> pass.workSeconds() / pass.wallSeconds()),
        Percentiles.of(latency),
        median(passes, pass -> (double) pass.bytesAllocated() / pass.blocks()),
        Percentiles.of(stalls),
        digest);
  }

  private static double median(List<Pass> passes, ToDoubleFunction<Pass> figure) {
    return Ratio.median(passes.stream().mapToDouble(figure).toArray());
  }
}
