package dev.rouse.jmh;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.Placement;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What does a message cost, at saturation, through a link whose receiver sleeps while there is
 * nothing to do and whose sender sleeps while there is no space? The Disruptor's sender does not
 * sleep.
 */
public class ChannelVersusBlockingQueues extends SaturatedBenchmark {
  private static final int MESSAGES = 20_000;

  /** What carries the messages. */
  @Param({
    "LONG_CHANNEL",
    "OBJECT_CHANNEL",
    "OBJECT_CHANNEL_PREPARED",
    "CHANNEL",
    "JCTOOLS_BLOCKING",
    "JCTOOLS_BLOCKING_PREPARED",
    "CONVERSANT",
    "CONVERSANT_PREPARED",
    "LINKED_BLOCKING_QUEUE",
    "ARRAY_BLOCKING_QUEUE",
    "LINKED_TRANSFER_QUEUE",
    "DISRUPTOR_BLOCKING"
  })
  public Contender contender = Contender.CHANNEL;

  /** The bytes of a message. */
  @Param({"8", "64"})
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
