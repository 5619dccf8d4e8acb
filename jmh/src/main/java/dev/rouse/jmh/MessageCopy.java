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
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to hand over a copy of a message, by its size? {@code channel} writes the
 * message in the memory that the receiver reads; {@code copy} writes it into a buffer of the
 * sender's own and puts a clone into an {@code ArrayBlockingQueue}; {@code serialization} puts the
 * bytes there that the JDK's serialization makes of it. Every byte is written once by the sender
 * and read once by the receiver, beside what the copies cost.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {
      "--enable-native-access=ALL-UNNAMED",
      "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
      // A heap of its final size from the start: while it grows, each new page costs the copies
      // more than the copying, up to a hundred times as much in short iterations.
      "-Xms1g",
      "-Xmx1g",
      "-XX:+AlwaysPreTouch"
    })
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MessageCopy {
  private static final int MESSAGES = 256;

  /** What carries the messages. */
  @Param({"channel", "copy", "serialization"})
  public String link = "";

  /** The bytes of a message. */
  @Param({"64", "1024", "16384", "65536", "1048576"})
  public int payload;

  private @Nullable Saturation saturation;

  /** Starts the receiver. */
  @Setup(Level.Iteration)
  public void start(Placement placement) {
    saturation = new Saturation(link, payload, MESSAGES, Idle::spin);
  }

  /** Stops the receiver. */
  @TearDown(Level.Iteration)
  public void stop() throws InterruptedException {
    requireNonNull(saturation).stop();
  }

  /** Sends a batch. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public long transfer() throws InterruptedException {
    return requireNonNull(saturation).transfer();
  }
}
