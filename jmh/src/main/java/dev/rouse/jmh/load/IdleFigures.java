package dev.rouse.jmh.load;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The share of a processor that a process takes while it waits, in percent: the thread that waits
 * and those of its library. A share, see {@link Shares}.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class IdleFigures {
  private static final double PERCENT = 100;

  /** The share of a processor, in percent. */
  public double idle;

  private long startNanos;
  private long startCpuNanos;

  /**
   * Begins an iteration.
   *
   * @param cpuNanos the processor time of its threads so far
   */
  public void begin(long cpuNanos) {
    startCpuNanos = cpuNanos;
    startNanos = System.nanoTime();
  }

  /**
   * Ends an iteration.
   *
   * @param cpuNanos the processor time of its threads so far
   * @param params says how many iterations there are
   */
  public void end(long cpuNanos, BenchmarkParams params) {
    double share = (double) (cpuNanos - startCpuNanos) / (System.nanoTime() - startNanos);
    idle = Shares.of(PERCENT * share, params);
  }
}
