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

  /**
   * Takes the figures of a run.
   *
   * @param median the median in microseconds
   * @param ninetieth the 90th percentile in microseconds
   * @param params says how many runs there are
   */
  public void take(double median, double ninetieth, BenchmarkParams params) {
    p50 = Shares.of(median, params);
    p90 = Shares.of(ninetieth, params);
  }
}
