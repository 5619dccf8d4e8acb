package dev.rouse.jmh;

import static java.util.Objects.requireNonNull;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.Echo;
import dev.rouse.jmh.load.Placement;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How long does a message of 8 bytes take to another thread and back, with nothing else under way?
 * One thread sends and waits for the answer, which the other sends from its handler. Both ends
 * spin. {@code CHANNEL} learns to, which takes time, so the full run leaves it out.
 */
public class RoundTrip extends BenchmarkDefaults {
  private static final int ROUND_TRIPS = 1000;

  /** What carries the messages, in both directions. */
  @Param({
    "LONG_RING",
    "LONG_CHANNEL_SPINNING",
    "RING",
    "CHANNEL_SPINNING",
    "CHANNEL",
    "AGRONA",
    "AGRONA_UNCHECKED",
    "JCTOOLS",
    "JCTOOLS_PREALLOCATED",
    "DISRUPTOR"
  })
  public Contender contender = Contender.RING;

  private @Nullable Echo echo;

  /** Makes the links: for a trial, because a channel learns how long its waits are. */
  @Setup(Level.Trial)
  public void make() {
    echo = new Echo(contender);
  }

  /** Starts the other thread. */
  @Setup(Level.Iteration)
  public void start(Placement placement) {
    requireNonNull(echo).start();
  }

  /** Stops it. */
  @TearDown(Level.Iteration)
  public void stop() throws InterruptedException {
    requireNonNull(echo).stop();
  }

  /** Makes round trips. */
  @Benchmark
  @OperationsPerInvocation(ROUND_TRIPS)
  public void roundTrip() throws InterruptedException {
    Echo echo = requireNonNull(this.echo);
    for (int i = 0; i < ROUND_TRIPS; i++) {
      echo.roundTrip(i);
    }
  }
}
