package dev.rouse.jmh;

import static java.util.Objects.requireNonNull;

import dev.rouse.jmh.load.Idle;
import dev.rouse.jmh.load.Placement;
import dev.rouse.jmh.load.Saturation;
import dev.rouse.wait.BarrierMode;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost a saturated stream that its consumer could sleep? 8-byte records through a
 * channel, whose ends wait with the default policy, and through the bare ring, polled in a loop.
 * The symmetric variant is the price of not having {@code membarrier}.
 *
 * <p>The limit: a send looks at three words more than the ring's commit (closed, interrupted, the
 * waiter's state). On one thread, where nothing has to cross between processors, that makes 7 ns of
 * the ring's 4.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChannelVersusRing {
  private static final int RECORDS = 100_000;

  /** What carries the records. */
  @Param({"ring", "channel"})
  public String link = "";

  /** Which barriers were in force, for the report's reader. */
  private static final String BARRIERS = BarrierMode.current() + " " + BarrierMode.reason();

  private @Nullable Saturation saturation;

  /** Says which barriers are in force. */
  @Setup(Level.Trial)
  public void report() {
    System.out.println("Barriers: " + BARRIERS);
  }

  /** Starts the receiver. */
  @Setup(Level.Iteration)
  public void start(Placement placement) {
    saturation = new Saturation(link, Long.BYTES, RECORDS, Idle::spin);
  }

  /** Stops the receiver. */
  @TearDown(Level.Iteration)
  public void stop() throws InterruptedException {
    requireNonNull(saturation).stop();
  }

  /** Sends a batch, with the barriers that are in force. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long transfer() throws InterruptedException {
    return requireNonNull(saturation).transfer();
  }

  /** Sends a batch, with symmetric barriers; the bare ring has none. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  @Fork(
      value = 5,
      jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-Drouse.barrier=symmetric"})
  public long transferSymmetric() throws InterruptedException {
    return requireNonNull(saturation).transfer();
  }
}
