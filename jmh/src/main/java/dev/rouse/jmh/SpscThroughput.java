package dev.rouse.jmh;

import dev.rouse.jmh.link.Links;
import dev.rouse.jmh.link.Saturation;
import java.util.concurrent.TimeUnit;
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
 * What does an 8-byte message from one thread to another cost, at saturation? A benchmark call
 * sends a batch and waits until the other thread has added all of it up; the sum is checked.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SpscThroughput {
  private static final int MESSAGES = 500_000;

  /** What carries the messages. */
  @Param({"ring", "channel", "ArrayBlockingQueue", "LinkedTransferQueue"})
  public String link = "";

  private Saturation saturation = new Saturation(Links.of("ring"), 1);

  /** Starts the receiver. */
  @Setup(Level.Trial)
  public void start() throws InterruptedException {
    saturation.stop();
    saturation = new Saturation(Links.of(link), MESSAGES);
  }

  /** Stops the receiver. */
  @TearDown(Level.Trial)
  public void stop() throws InterruptedException {
    saturation.stop();
  }

  /** Sends a batch. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public long transfer() throws InterruptedException {
    return saturation.transfer();
  }
}
