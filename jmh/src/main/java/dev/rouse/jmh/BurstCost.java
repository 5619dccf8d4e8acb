package dev.rouse.jmh;

import static java.util.Objects.requireNonNull;

import dev.rouse.jmh.load.Idle;
import dev.rouse.jmh.load.Placement;
import dev.rouse.jmh.load.Saturation;
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

/**
 * How long does it take until the other thread has handled the last message of a burst? Messages of
 * 8 bytes; the next burst starts when the last is done. The shape is that of JCTools' {@code
 * QueueBurstCost}.
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
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class BurstCost {
  /** What carries the messages. */
  @Param({
    "ring",
    "channel",
    "Agrona",
    "JCTools",
    "Disruptor",
    "ArrayBlockingQueue",
    "LinkedTransferQueue"
  })
  public String link = "";

  /** The messages of a burst. */
  @Param({"1", "16", "256"})
  public int burst;

  private @Nullable Saturation saturation;

  /** Starts the receiver. */
  @Setup(Level.Iteration)
  public void start(Placement placement) {
    saturation = new Saturation(link, Long.BYTES, burst, Idle::spin);
  }

  /** Stops the receiver. */
  @TearDown(Level.Iteration)
  public void stop() throws InterruptedException {
    requireNonNull(saturation).stop();
  }

  /** Sends a burst and waits until it was handled. */
  @Benchmark
  public long burst() throws InterruptedException {
    return requireNonNull(saturation).transfer();
  }
}
