package dev.rouse.jmh.load;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What JMH reports of runs of exchanges besides their mean, in microseconds; each is a share, see
 * {@link Shares}.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class ExchangeFigures {
  /** The median. */
  public double p50;

  /** The 90th percentile. */
  public double p90;

  /** In how many looks both threads were on one processor; no time. */
  public double together;

  /**
   * Takes the figures of a run.
   *
   * @param median the median in microseconds
   * @param ninetieth the 90th percentile in microseconds
   * @param looks in how many looks both threads were on one processor
   * @param params says how many runs there are
   */
  public void take(double median, double ninetieth, int looks, BenchmarkParams params) {
    p50 = Shares.of(median, params);
    p90 = Shares.of(ninetieth, params);
    together = Shares.of(looks, params);
  }
}
