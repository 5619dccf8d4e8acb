package dev.rouse.jmh;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.Placement;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What does a message from one thread to another cost, at saturation, where both ends poll? Every
 * link writes and reads every word of the payload. The shape is that of JCTools' {@code
 * QueueThroughputBackoffNone}. The arrays are measured with 8 bytes: records of another size take
 * the next power of two there.
 */
public class SpscThroughput extends SaturatedBenchmark {
  private static final int MESSAGES = 50_000;

  /** What carries the messages. */
  @Param({
    "LONG_RING",
    "RING",
    "RING_BATCH",
    "ARRAY",
    "ARRAY_BATCH",
    "AGRONA",
    "AGRONA_UNCHECKED",
    "JCTOOLS",
    "JCTOOLS_PREALLOCATED",
    "DISRUPTOR"
  })
  public Contender contender = Contender.RING;

  /** The bytes of a message. */
  @Param({"8", "64", "256", "1024"})
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
