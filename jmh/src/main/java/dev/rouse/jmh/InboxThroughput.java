package dev.rouse.jmh;

import static java.util.Objects.requireNonNull;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.FanIn;
import dev.rouse.jmh.load.Placement;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does a message of 8 bytes cost, at saturation, from several threads to one that sleeps while
 * there is nothing to do? The time is that of the whole: with two senders that each send one
 * message in 20 nanoseconds it is 10.
 */
public class InboxThroughput extends BenchmarkDefaults {
  /** Fewer than any link holds, because a sender of JCTools must not find its queue full. */
  private static final int MESSAGES = 60_000;

  /** What carries the messages. */
  @Param({
    "LONG_INBOX",
    "OBJECT_INBOX",
    "INBOX",
    "JCTOOLS_BLOCKING",
    "ARRAY_BLOCKING_QUEUE",
    "LINKED_TRANSFER_QUEUE"
  })
  public Contender contender = Contender.LONG_INBOX;

  /** How many threads send. */
  @Param({"1", "2", "4"})
  public int senders;

  private @Nullable FanIn fanIn;

  /** Starts the threads. */
  @Setup(Level.Iteration)
  public void start(Placement placement) {
    fanIn = new FanIn(contender, senders, MESSAGES);
  }

  /** Sends a batch. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public long transfer() throws InterruptedException {
    return requireNonNull(fanIn).transfer();
  }

  /** Stops the threads. */
  @TearDown(Level.Iteration)
  public void stop() throws InterruptedException {
    requireNonNull(fanIn).stop();
  }
}
