package dev.rouse.jmh;

import static java.util.Objects.requireNonNull;

import dev.rouse.jmh.load.Echo;
import dev.rouse.jmh.load.Placement;
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
 * How long does a message of 8 bytes take to another thread and back, with nothing else under way?
 * One thread sends and waits for the answer, which the other sends from its handler. Both ends
 * spin. {@code channelSpinning} does nothing else; {@code channel}, with its default policy, learns
 * to, which takes it some time, and is left out of the full set for that.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {
      "--enable-native-access=ALL-UNNAMED",
      "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow"
    })
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RoundTrip {
  private static final int ROUND_TRIPS = 1000;

  /** What carries the messages, in both directions. */
  @Param({
    "ring",
    "channelSpinning",
    "channel",
    "Agrona",
    "AgronaUnchecked",
    "JCTools",
    "JCToolsPreallocated",
    "Disruptor"
  })
  public String link = "";

  private @Nullable Echo echo;

  /** Makes the links: for a trial, because a channel learns how long its waits are. */
  @Setup(Level.Trial)
  public void make() {
    echo = new Echo(link);
  }

  /** Starts the other thread. */
  @Setup(Level.Iteration)
  public void start(Placement placement) {
    requireNonNull(echo).start();
  }

  /** Stops it. */
  @TearDown(Level.Iteration)
  public void stop() throws InterruptedException {
    requireNonNull(echo).stop();
  }

  /** Makes round trips. */
  @Benchmark
  @OperationsPerInvocation(ROUND_TRIPS)
  public void roundTrip() throws InterruptedException {
    Echo echo = requireNonNull(this.echo);
    for (int i = 0; i < ROUND_TRIPS; i++) {
      echo.roundTrip(i);
    }
  }
}
