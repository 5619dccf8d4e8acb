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
 * What does a message from one thread to another cost, at saturation, where both ends poll? A
 * benchmark call sends a batch and waits until the other thread has added all of it up; the sum is
 * checked. Every link writes and reads every word of the payload.
 *
 * <p>The shape is that of JCTools' {@code QueueThroughputBackoffNone}. Of the links:
 *
 * <ul>
 *   <li>{@code ring}: a record is claimed, written in place and committed.
 *   <li>{@code ringBatch}: 64 records are claimed at once, written in place and committed.
 *   <li>{@code array} and {@code arrayBatch}: the layout and the order of stores of the two before,
 *       in a plain array with no checks: a bound. Measured with 8 bytes; with others the records
 *       are as long as the next power of two.
 *   <li>{@code Agrona}: {@code OneToOneRingBuffer}, claimed and committed in the same way; {@code
 *       AgronaUnchecked} without its checks of bounds. Rouse's checks cannot be switched off.
 *   <li>{@code JCTools}: {@code SpscArrayQueue} of boxed numbers (of new arrays for more than 8
 *       bytes), drained. {@code JCToolsPreallocated} sends references to messages that were made
 *       before the run: nothing is written, so it is a bound and not a peer.
 *   <li>{@code Disruptor}: single producer, preallocated events, {@code YieldingWaitStrategy}.
 * </ul>
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
public class SpscThroughput {
  private static final int MESSAGES = 50_000;

  /** What carries the messages. */
  @Param({
    "ring",
    "ringBatch",
    "array",
    "arrayBatch",
    "Agrona",
    "AgronaUnchecked",
    "JCTools",
    "JCToolsPreallocated",
    "Disruptor"
  })
  public String link = "";

  /** The bytes of a message. */
  @Param({"8", "64", "256", "1024"})
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
