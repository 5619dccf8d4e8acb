package dev.rouse.jmh;

import static java.util.Objects.requireNonNull;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.CpuFigures;
import dev.rouse.jmh.pool.Batch;
import dev.rouse.jmh.pool.Work;
import dev.rouse.jmh.pool.Work.Kind;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * How much faster are as many workers as processors than one thread, with work that only computes?
 * The work comes in chunks of some 250 microseconds, of which a share has {@value Work#CHUNKS}.
 *
 * <p>The one thread does a share, and the pool does as many shares as there are processors. So if
 * both take the same time, the pool is as many times as fast as there are processors: the ratio of
 * the times is the speed-up by the number of processors, on any machine. Two processors that share
 * a core cannot reach 1. The run also reports the processor time for each share, see {@link
 * CpuFigures}.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PoolSpeedup extends BenchmarkDefaults {
  /** What does the jobs. */
  @Param({"POOL_SUBMIT", "FORK_JOIN_SUBMIT", "ONE_THREAD"})
  public Contender contender = Contender.POOL_SUBMIT;

  private int shares;
  private @Nullable Batch batch;
  private @Nullable CpuFigures figures;
  private long done;

  /** Starts the pool. */
  @Setup(Level.Trial)
  public void start(BenchmarkParams params) {
    Kind kind = kind(params.getBenchmark());
    int processors = Runtime.getRuntime().availableProcessors();
    shares = contender == Contender.ONE_THREAD ? 1 : processors;
    batch =
        new Batch(
            contender,
            processors,
            shares * Work.CHUNKS,
            job -> Work.chunk(kind, job % Work.CHUNKS));
  }

  private static Kind kind(String benchmark) {
    return switch (benchmark.substring(benchmark.lastIndexOf('.') + 1)) {
      case "fibonacci" -> Kind.FIBONACCI;
      case "rangeSum" -> Kind.RANGE_SUM;
      case "primes" -> Kind.PRIMES;
      default ->
          throw new IllegalArgumentException(
              "benchmark: %s, expected fibonacci, rangeSum or primes".formatted(benchmark));
    };
  }

  /** Begins to count. */
  @Setup(Level.Iteration)
  public void begin(CpuFigures reported) {
    done = 0;
    figures = reported;
    reported.begin();
  }

  /** Computes Fibonacci numbers. */
  @Benchmark
  public long fibonacci() throws InterruptedException, ExecutionException {
    return run();
  }

  /** Adds up ranges. */
  @Benchmark
  public long rangeSum() throws InterruptedException, ExecutionException {
    return run();
  }

  /** Counts primes. */
  @Benchmark
  public long primes() throws InterruptedException, ExecutionException {
    return run();
  }

  private long run() throws InterruptedException, ExecutionException {
    done += shares;
    return requireNonNull(batch).run();
  }

  /** Reports. */
  @TearDown(Level.Iteration)
  public void end(BenchmarkParams params) {
    requireNonNull(figures).end(done, params);
  }

  /** Ends the pool. */
  @TearDown(Level.Trial)
  public void stop() {
    requireNonNull(batch).close();
  }
}
