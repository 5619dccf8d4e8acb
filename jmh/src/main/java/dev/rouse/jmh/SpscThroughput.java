package dev.rouse.jmh;

import dev.rouse.jmh.link.Link;
import dev.rouse.jmh.link.Links;
import dev.rouse.jmh.link.Receiver;
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
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SpscThroughput {
  private static final int MESSAGES = 50_000;

  /** What carries the messages. */
  @Param({"ring", "channel", "ArrayBlockingQueue", "LinkedTransferQueue"})
  public String link = "";

  private Link sender = Links.of("ring");
  private Receiver receiver = new Receiver(sender, MESSAGES);
  private long batches;

  /** Starts the receiver. */
  @Setup(Level.Trial)
  public void start() throws InterruptedException {
    receiver.stop();
    sender = Links.of(link);
    receiver = new Receiver(sender, MESSAGES);
  }

  /** Stops the receiver. */
  @TearDown(Level.Trial)
  public void stop() throws InterruptedException {
    receiver.stop();
  }

  /** Sends a batch. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public long transfer() throws InterruptedException {
    for (long i = 0; i < MESSAGES; i++) {
      sender.send(i);
    }
    batches++;
    long sum = receiver.await(batches * MESSAGES);
    if (sum != batches * ((long) MESSAGES * (MESSAGES - 1) / 2)) {
      throw new IllegalStateException("sum of " + batches + " batches: " + sum);
    }
    return sum;
  }
}
