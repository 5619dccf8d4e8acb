package dev.rouse.jmh;

import static java.util.Objects.requireNonNull;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.ArrivalFigures;
import dev.rouse.jmh.load.Arrivals;
import dev.rouse.jmh.load.ProcessCpu;
import dev.rouse.jmh.pool.OpenLoop;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;

/**
 * How long do jobs wait that compute for a millisecond, if they use half of two workers? They come
 * at random times, the same for all contenders, whether the pool keeps up or not.
 *
 * <p>The score is only the mean gap. The run also reports, in microseconds, the median and the 99th
 * percentile of the time from when a job was due until it starts, and the processor time that the
 * process takes for each job besides what the jobs themselves compute. The submitting thread sleeps
 * until a job is due; that it wakes late, above all where both processors are busy, counts as
 * waiting and is the same for all.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PoolHalfLoad extends BenchmarkDefaults {
  private static final int WORKERS = 2;

  /** What does the jobs. */
  @Param({"POOL_SUBMITTER", "POOL_SUBMIT", "FIXED_SUBMIT", "FORK_JOIN_SUBMIT"})
  public Contender contender = Contender.POOL_SUBMITTER;

  /** The mean time between two jobs, and what each computes for, in microseconds. */
  @Param({"1000"})
  public int gapMicros;

  private @Nullable OpenLoop loop;
  private long cpuStart;

  /** Starts the pool: for a trial, because a pool learns how long its jobs and waits are. */
  @Setup(Level.Trial)
  public void start() {
    loop = new OpenLoop(contender, WORKERS);
  }

  /** Begins to count. */
  @Setup(Level.Iteration)
  public void begin(IterationParams params) {
    requireNonNull(loop).begin(Arrivals.poolGap(gapMicros, params));
    cpuStart = ProcessCpu.nanos();
  }

  /** Sleeps until a job is due and submits it. */
  @Benchmark
  public void arrival() throws InterruptedException, ExecutionException {
    requireNonNull(loop).arrive();
  }

  /** Waits for the jobs' end and reports. */
  @TearDown(Level.Iteration)
  public void end(ArrivalFigures figures, BenchmarkParams params)
      throws InterruptedException, ExecutionException {
    OpenLoop loop = requireNonNull(this.loop);
    Histogram waits = loop.drain();
    figures.take(waits, ProcessCpu.nanos() - cpuStart - loop.jobsCpuNanos(), params);
  }

  /** Ends the pool. */
  @TearDown(Level.Trial)
  public void stop() {
    requireNonNull(loop).close();
  }
}
