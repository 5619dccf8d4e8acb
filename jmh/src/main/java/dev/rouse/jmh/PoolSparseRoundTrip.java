package dev.rouse.jmh;

import static java.util.Objects.requireNonNull;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.ArrivalFigures;
import dev.rouse.jmh.load.Arrivals;
import dev.rouse.jmh.load.ProcessCpu;
import dev.rouse.jmh.load.Sleep;
import dev.rouse.jmh.pool.Requests;
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
 * How long from the submit of a job until its reply is there, if everything sleeps before? The
 * thread that submits sleeps for the gap, submits a job that does next to nothing, and waits for
 * the reply. There are two workers.
 *
 * <p>The score is only the gap and a round trip. The run also reports, in microseconds, the median
 * and the 99th percentile of the round trips, and the processor time of the process for each. This
 * includes what the submitting thread takes to sleep for the gap and to wake, which is the same for
 * all.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PoolSparseRoundTrip extends BenchmarkDefaults {
  private static final int WORKERS = 2;

  /** Longer round trips count as this one, ten seconds. */
  private static final long LONGEST = 10_000_000_000L;

  private static final long NANOS_OF_MICRO = 1000;

  /** What does the jobs. */
  @Param({"POOL_SUBMITTER", "POOL_SUBMIT", "FIXED_SUBMIT", "FORK_JOIN_SUBMIT", "VIRTUAL_SUBMIT"})
  public Contender contender = Contender.POOL_SUBMITTER;

  /** The microseconds between a reply and the next job. */
  @Param({"1000"})
  public int gapMicros;

  private final Histogram latency = new Histogram(LONGEST, 3);
  private @Nullable Requests requests;
  private long gapNanos;
  private long cpuStart;

  /** Starts the pool: for a trial, because a pool learns how long its waits are. */
  @Setup(Level.Trial)
  public void start() {
    requests = new Requests(contender, WORKERS);
  }

  /** Begins to count. */
  @Setup(Level.Iteration)
  public void begin(IterationParams params) {
    gapNanos = Arrivals.poolGap(gapMicros, params) * NANOS_OF_MICRO;
    latency.reset();
    cpuStart = ProcessCpu.nanos();
  }

  /** Sleeps for the gap, submits a job and waits for the reply. */
  @Benchmark
  public void arrival() throws InterruptedException, ExecutionException {
    Sleep.until(System.nanoTime() + gapNanos);
    long start = System.nanoTime();
    requireNonNull(requests).roundTrip(start);
    latency.recordValue(Math.clamp(System.nanoTime() - start, 0, LONGEST));
  }

  /** Reports. */
  @TearDown(Level.Iteration)
  public void end(ArrivalFigures figures, BenchmarkParams params) {
    figures.take(latency, ProcessCpu.nanos() - cpuStart, params);
  }

  /** Ends the pool. */
  @TearDown(Level.Trial)
  public void stop() {
    requireNonNull(requests).close();
  }
}
