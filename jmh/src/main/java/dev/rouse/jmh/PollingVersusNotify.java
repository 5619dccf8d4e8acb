package dev.rouse.jmh;

import static java.util.Objects.requireNonNull;

import dev.rouse.jmh.load.ArrivalFigures;
import dev.rouse.jmh.load.Arrivals;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;

/**
 * What does polling cost, and what does being woken? Records of 8 bytes that come after a gap, to a
 * receiver that polls a ring without a pause ({@code busySpin}), with Agrona's {@code
 * BackoffIdleStrategy} (spin, yield, then sleep for up to a millisecond), or every millisecond
 * ({@code sleep1ms}), or that is woken by a channel or a blocking queue. Beside the score, which is
 * only the gap, the run reports the median and the 99th percentile of the latency from before the
 * send to the handler, and the receiver's processor time for each record, all in microseconds.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {
      "--enable-native-access=ALL-UNNAMED",
      "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow"
    })
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PollingVersusNotify {
  /** What carries the records. */
  @Param({"channel", "busySpin", "backoff", "sleep1ms", "ArrayBlockingQueue"})
  public String link = "";

  /** The microseconds between two records. */
  @Param({"10", "100", "1000", "10000"})
  public int gapMicros;

  private @Nullable Arrivals arrivals;
  private @Nullable ArrivalFigures figures;

  /** Starts the receiver. */
  @Setup(Level.Iteration)
  public void start(IterationParams params) {
    arrivals = new Arrivals(link, Arrivals.gap(gapMicros, params));
  }

  /** Stops the receiver and reads its figures. */
  @TearDown(Level.Iteration)
  public void stop(BenchmarkParams params) throws InterruptedException {
    Arrivals arrivals = requireNonNull(this.arrivals);
    arrivals.stop();
    requireNonNull(figures).take(arrivals, params);
  }

  /** Waits for the end of the gap and sends a record. */
  @Benchmark
  public void arrival(ArrivalFigures reported) throws InterruptedException {
    figures = reported;
    requireNonNull(arrivals).send();
  }
}
