package dev.rouse.jmh;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.Placement;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What does it cost to hand over a copy of a message, by its size? The channel's sender writes the
 * message in the memory that the receiver reads. The others write it into a buffer of the sender's
 * own, and put a clone or the serialized bytes into an {@code ArrayBlockingQueue}. The sender
 * writes every byte once and the receiver reads it once; the copies come on top.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {
      BenchmarkDefaults.NATIVE_ACCESS,
      // A heap of its final size from the start: while it grows, each new page costs the copies
      // more than the copying, up to a hundred times as much in short iterations.
      "-Xms1g",
      "-Xmx1g",
      "-XX:+AlwaysPreTouch"
    })
public class MessageCopy extends SaturatedBenchmark {
  private static final int MESSAGES = 256;

  /** What carries the messages. */
  @Param({"CHANNEL", "COPY", "SERIALIZATION"})
  public Contender contender = Contender.CHANNEL;

  /** The bytes of a message. */
  @Param({"64", "1024", "16384", "65536", "1048576"})
  public int payload;

  /** Starts the receiver. */
  @Setup(Level.Iteration)
  public void start(Placement placement) {
    start(contender, payload, MESSAGES);
  }

  /** Sends a batch. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public long transfer() throws InterruptedException {
    return sendBatch();
  }
}
