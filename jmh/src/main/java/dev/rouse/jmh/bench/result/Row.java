package dev.rouse.jmh.bench.result;

import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Metric;

/**
 * A figure and how it came about.
 *
 * @param combination what was measured
 * @param metric which figure of it
 * @param figure the value and its error
 * @param unit the unit of both
 * @param sample what the figure is the mean of
 */
public record Row(
    Combination combination, Metric metric, Figure figure, String unit, Sample sample) {
  /**
   * What a figure is the mean of.
   *
   * @param forks how many JVMs ran
   * @param iterations how many of their iterations count
   * @param of how many they ran
   * @param nearest the least time of a cache line between the processors in those that count, in
   *     nanoseconds; NaN where it was not measured
   * @param farthest the most time
   */
  public record Sample(int forks, int iterations, int of, double nearest, double farthest) {
    /** Tells whether it is known how far the processors were from each other. */
    public boolean isPlaced() {
      return !Double.isNaN(nearest);
    }
  }
}
