package dev.rouse.jmh.load;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The processor time that the whole process takes for a job: the thread that submits, the workers,
 * the compiler and the garbage collector. In microseconds; a share, see {@link Shares}.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class CpuFigures {
  /** The processor time for each job. */
  public double cpu;

  private long start;

  /** Begins an iteration: after all threads are there, and the processors' distance is known. */
  public void begin() {
    start = ProcessCpu.nanos();
  }

  /**
   * Ends an iteration.
   *
   * @param jobs how many were done
   * @param params says how many iterations there are
   */
  public void end(long jobs, BenchmarkParams params) {
    cpu = Shares.of((ProcessCpu.nanos() - start) / 1e3 / jobs, params);
  }
}
