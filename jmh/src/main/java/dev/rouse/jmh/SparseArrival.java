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
 * How soon does a record start to be handled that comes after a gap, and what does waiting for it
 * cost? A sender that spins on the clock sends a record after each gap. Beside the score, which is
 * only the gap, the run reports the median and the 99th percentile of the latency from before the
 * send to the handler, and the receiver's processor time for each record, all in microseconds.
 *
 * <p>The limits: with gaps longer than a sleep costs in processor time (some 10 microseconds), the
 * default policy sleeps at once, although a fixed spin that is longer than the gap would find the
 * record sooner ({@code channelSpin25} at 20 microseconds): it would pay for that with several
 * times the processor time. At 20 microseconds a wake-up takes nearly as long as the gap, and
 * latency and processor time can only be traded: {@code LinkedTransferQueue} spins some and has the
 * lower median, {@code ArrayBlockingQueue} and the channel do not and take less of the processor.
 * The 99th percentile on a virtual machine shows its own stalls, of some 100 to 600 microseconds,
 * and no order between the links, once the code is compiled: in the first seconds it is several
 * times as high, for each of them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SparseArrival {
  /** What carries the records. */
  @Param({"channel", "channelPark", "channelSpin25", "ArrayBlockingQueue", "LinkedTransferQueue"})
  public String link = "";

  /** The microseconds between two records. */
  @Param({"5", "20", "50", "100", "1000"})
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
