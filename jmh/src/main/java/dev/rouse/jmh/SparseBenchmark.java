package dev.rouse.jmh;

import static java.util.Objects.requireNonNull;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.ArrivalFigures;
import dev.rouse.jmh.load.Arrivals;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;

/**
 * A benchmark whose sender spins on the clock and sends a record of 8 bytes after each gap. The
 * score is only the gap. The run also reports, in microseconds, the median and the 99th percentile
 * of the latency from before the send to the handler, and the receiver's processor time for each
 * record.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public abstract class SparseBenchmark extends BenchmarkDefaults {
  private @Nullable Arrivals arrivals;
  private @Nullable ArrivalFigures figures;

  /** For the subclasses. */
  protected SparseBenchmark() {}

  /** Starts the receiver. */
  final void start(Contender contender, int gapMicros, IterationParams params) {
    arrivals = new Arrivals(contender, Arrivals.gap(gapMicros, params));
  }

  /** Waits for the end of the gap and sends a record. */
  final void sendRecord(ArrivalFigures reported) throws InterruptedException {
    figures = reported;
    requireNonNull(arrivals).send();
  }

  /** Stops the receiver and reads its figures. */
  @TearDown(Level.Iteration)
  public final void stop(BenchmarkParams params) throws InterruptedException {
    Arrivals stopped = requireNonNull(arrivals);
    stopped.stop();
    requireNonNull(figures).take(stopped, params);
  }
}
