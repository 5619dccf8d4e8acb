package dev.rouse.jmh.load;

import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/** The figures of arrivals one by one, in microseconds; each is a share, see {@link Shares}. */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class ArrivalFigures {
  /** The median latency; the benchmark says from where to where. */
  public double p50;

  /** The 99th percentile of that latency. */
  public double p99;

  /** The processor time for each message; the benchmark says whose. */
  public double cpu;

  /**
   * Takes the figures of an iteration.
   *
   * @param arrivals what was measured, stopped
   * @param params says how many iterations there are
   */
  public void take(Arrivals arrivals, BenchmarkParams params) {
    p50 = Shares.of(arrivals.latencyMicros(50), params);
    p99 = Shares.of(arrivals.latencyMicros(99), params);
    cpu = Shares.of(arrivals.cpuMicros(), params);
  }

  /**
   * Takes the figures of an iteration.
   *
   * @param latency the latencies in nanoseconds
   * @param cpuNanos the processor time of all messages in nanoseconds
   * @param params says how many iterations there are
   */
  public void take(Histogram latency, long cpuNanos, BenchmarkParams params) {
    p50 = Shares.of(latency.getValueAtPercentile(50) / 1e3, params);
    p99 = Shares.of(latency.getValueAtPercentile(99) / 1e3, params);
    cpu = Shares.of(cpuNanos / 1e3 / latency.getTotalCount(), params);
  }
}
