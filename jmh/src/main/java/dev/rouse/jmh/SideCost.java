package dev.rouse.jmh;

import static java.util.Objects.requireNonNull;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.link.Link;
import dev.rouse.jmh.link.Links;
import dev.rouse.jmh.load.Messages;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does each side of a link cost by itself? One thread sends a block of messages and then
 * receives it; only one of the two is measured. Nothing moves between processors, so this is what
 * the instructions cost. With two threads the slower side sets the pace, and the transfer comes on
 * top, see {@link SpscThroughput}.
 */
@State(Scope.Benchmark)
public class SideCost extends BenchmarkDefaults {
  /** A block: so long that the two looks at the clock that JMH takes around it do not count. */
  private static final int MESSAGES = 4096;

  /** What carries the messages. */
  @Param({"RING", "RING_BATCH", "CHANNEL", "AGRONA"})
  public Contender contender = Contender.RING;

  /** The bytes of a message. */
  @Param({"8", "64"})
  public int payload;

  private @Nullable Link made;
  private long sumOfBlock;
  private long sum;

  /** Makes the link. */
  @Setup(Level.Trial)
  public void make() {
    made = Links.of(contender, payload);
    sumOfBlock = Messages.sum(MESSAGES, payload);
  }

  /** Receives what a call has sent. Not measured. */
  @State(Scope.Benchmark)
  public static class Emptied {
    /** Receives the block. */
    @TearDown(Level.Invocation)
    public void empty(SideCost sides) throws InterruptedException {
      sides.receiveBlock();
    }
  }

  /** Sends what a call is to receive. Not measured. */
  @State(Scope.Benchmark)
  public static class Filled {
    /** Sends a block. */
    @Setup(Level.Invocation)
    public void fill(SideCost sides) throws InterruptedException {
      sides.sendBlock();
    }
  }

  /** Sends a block. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void send(Emptied afterwards) throws InterruptedException {
    sendBlock();
  }

  /** Receives a block. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public long receive(Filled before) throws InterruptedException {
    return receiveBlock();
  }

  private void sendBlock() throws InterruptedException {
    Messages.send(requireNonNull(made), MESSAGES);
  }

  private long receiveBlock() throws InterruptedException {
    Link from = requireNonNull(made);
    LongConsumer adder = this::add;
    sum = 0;
    int received = 0;
    while (received < MESSAGES) {
      received += from.receive(adder);
    }
    if (received != MESSAGES || sum != sumOfBlock) {
      throw new IllegalStateException(
          "a block: %d messages, sum %d; expected %d, sum %d"
              .formatted(received, sum, MESSAGES, sumOfBlock));
    }
    return sum;
  }

  private void add(long value) {
    sum += value;
  }
}
