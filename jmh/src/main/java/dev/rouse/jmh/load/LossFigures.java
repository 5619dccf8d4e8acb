package dev.rouse.jmh.load;

import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/** How soon losses are noticed, in microseconds; each figure is a share, see {@link Shares}. */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class LossFigures {
  /** The median. */
  public double p50;

  /** The longest. */
  public double longest;

  /**
   * Takes the figures of an iteration.
   *
   * @param nanos the times in nanoseconds
   * @param params says how many iterations there are
   */
  public void take(Histogram nanos, BenchmarkParams params) {
    p50 = Shares.of(nanos.getValueAtPercentile(50) / 1e3, params);
    longest = Shares.of(nanos.getMaxValue() / 1e3, params);
  }
}
