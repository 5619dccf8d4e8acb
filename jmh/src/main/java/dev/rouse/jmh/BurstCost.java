package dev.rouse.jmh;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.Placement;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * How long does it take until the other thread has handled the last message of a burst? Messages of
 * 8 bytes; the next burst starts when the last is done. The shape is that of JCTools' {@code
 * QueueBurstCost}.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BurstCost extends SaturatedBenchmark {
  /** What carries the messages. */
  @Param({
    "LONG_RING",
    "LONG_CHANNEL",
    "RING",
    "CHANNEL",
    "LONG_RING",
    "AGRONA",
    "JCTOOLS",
    "DISRUPTOR",
    "ARRAY_BLOCKING_QUEUE"
  })
  public Contender contender = Contender.RING;

  /** The messages of a burst. */
  @Param({"1", "16", "256"})
  public int burst;

  /** Starts the receiver. */
  @Setup(Level.Iteration)
  public void start(Placement placement) {
    start(contender, Long.BYTES, burst);
  }

  /** Sends a burst and waits until it was handled. */
  @Benchmark
  public long burst() throws InterruptedException {
    return sendBatch();
  }
}
