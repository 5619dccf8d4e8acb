package dev.rouse.jmh;

import static java.util.Objects.requireNonNull;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.Placement;
import dev.rouse.jmh.peer.Echoing;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How long does a message of 8 bytes take to another process and back, with nothing else under way?
 * Both ends spin. With {@code THREADS} a thread takes the place of the process, with the same code
 * and the same file.
 */
public class IpcRoundTrip extends BenchmarkDefaults {
  private static final int ROUND_TRIPS = 1000;

  /** What carries the messages, in both directions. */
  @Param({"IPC_LONG_RING", "IPC_LONG_RING_THREADS", "IPC_RING", "IPC_RING_THREADS", "AERON"})
  public Contender contender = Contender.IPC_RING;

  private @Nullable Echoing echoing;

  /** Starts the peer. */
  @Setup(Level.Trial)
  public void start() throws IOException, InterruptedException {
    echoing = new Echoing(contender);
    echoing.pause();
  }

  /** Lets the peer work, after the processors' distance was measured. */
  @Setup(Level.Iteration)
  public void resume(Placement placement) throws InterruptedException {
    requireNonNull(echoing).resume();
  }

  /** Makes round trips. */
  @Benchmark
  @OperationsPerInvocation(ROUND_TRIPS)
  public void roundTrip() throws InterruptedException {
    Echoing echoing = requireNonNull(this.echoing);
    for (int i = 0; i < ROUND_TRIPS; i++) {
      echoing.roundTrip();
    }
  }

  /** Takes the processor from the peer. */
  @TearDown(Level.Iteration)
  public void pause() throws InterruptedException {
    requireNonNull(echoing).pause();
  }

  /** Ends the peer. */
  @TearDown(Level.Trial)
  public void stop() throws IOException, InterruptedException {
    requireNonNull(echoing).stop();
  }
}
