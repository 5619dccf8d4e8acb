package dev.rouse.jmh.load;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/** The figures of sparse arrivals, in microseconds; each is a share, see {@link Shares}. */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class ArrivalFigures {
  /** The median latency from before the send to the handler. */
  public double p50;

  /** The 99th percentile of that latency. */
  public double p99;

  /** The receiver's processor time for each message. */
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
}
