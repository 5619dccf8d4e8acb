package dev.rouse.jmh;

import static java.util.Objects.requireNonNull;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.CpuFigures;
import dev.rouse.jmh.load.Placement;
import dev.rouse.jmh.pool.Batch;
import dev.rouse.jmh.pool.Work;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What does a job cost that does next to nothing, with up to 1,000 in flight and two workers? One
 * thread submits jobs and gets the replies. The run also reports the processor time for each job,
 * see {@link CpuFigures}.
 *
 * <p>With {@code submit}, the reply comes in a future. With {@code execute}, there is no reply, so
 * the task stores it and counts down a latch. Virtual threads do not have two workers but the JDK's
 * scheduler, with as many threads as processors.
 */
public class PoolThroughput extends BenchmarkDefaults {
  private static final int WORKERS = 2;

  /** So many that the last ones, of which fewer are in flight, hardly count. */
  private static final int JOBS = 50_000;

  /** What does the jobs. */
  @Param({
    "POOL_SUBMITTER",
    "POOL_SUBMIT",
    "POOL_EXECUTE",
    "FIXED_SUBMIT",
    "FIXED_EXECUTE",
    "FORK_JOIN_SUBMIT",
    "FORK_JOIN_EXECUTE",
    "VIRTUAL_SUBMIT",
    "VIRTUAL_EXECUTE"
  })
  public Contender contender = Contender.POOL_SUBMITTER;

  private @Nullable Batch batch;
  private @Nullable CpuFigures figures;
  private long done;

  /** Starts the pool: for a trial, because a pool learns how long its jobs and waits are. */
  @Setup(Level.Trial)
  public void start() {
    batch = new Batch(contender, WORKERS, JOBS, Work::next);
  }

  /** Begins to count. */
  @Setup(Level.Iteration)
  public void begin(Placement placement, CpuFigures reported) {
    done = 0;
    figures = reported;
    reported.begin();
  }

  /** Submits jobs and waits until all are done. */
  @Benchmark
  @OperationsPerInvocation(JOBS)
  public long jobs() throws InterruptedException, ExecutionException {
    done += JOBS;
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
