package dev.rouse.jmh;

import static java.util.Objects.requireNonNull;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.CpuFigures;
import dev.rouse.jmh.load.Placement;
import dev.rouse.jmh.pool.Requests;
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
 * How long from the submit of a job that does next to nothing until its reply is there, if the next
 * job follows at once? One job is in flight, and there are two workers. The run also reports the
 * processor time for each job, see {@link CpuFigures}.
 */
public class PoolRoundTrip extends BenchmarkDefaults {
  private static final int WORKERS = 2;
  private static final int ROUND_TRIPS = 200;

  /** What does the jobs. */
  @Param({"POOL_SUBMITTER", "POOL_SUBMIT", "FIXED_SUBMIT", "FORK_JOIN_SUBMIT", "VIRTUAL_SUBMIT"})
  public Contender contender = Contender.POOL_SUBMITTER;

  private @Nullable Requests requests;
  private @Nullable CpuFigures figures;
  private long done;

  /** Starts the pool: for a trial, because a pool learns how long its waits are. */
  @Setup(Level.Trial)
  public void start() {
    requests = new Requests(contender, WORKERS);
  }

  /** Begins to count. */
  @Setup(Level.Iteration)
  public void begin(Placement placement, CpuFigures reported) {
    done = 0;
    figures = reported;
    reported.begin();
  }

  /** Makes round trips. */
  @Benchmark
  @OperationsPerInvocation(ROUND_TRIPS)
  public void roundTrip() throws InterruptedException, ExecutionException {
    Requests requests = requireNonNull(this.requests);
    done += ROUND_TRIPS;
    for (int i = 0; i < ROUND_TRIPS; i++) {
      requests.roundTrip(i);
    }
  }

  /** Reports. */
  @TearDown(Level.Iteration)
  public void end(BenchmarkParams params) {
    requireNonNull(figures).end(done, params);
  }

  /** Ends the pool. */
  @TearDown(Level.Trial)
  public void stop() {
    requireNonNull(requests).close();
  }
}
