package dev.rouse.jmh;

import static java.util.Objects.requireNonNull;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.Placement;
import dev.rouse.jmh.peer.Streaming;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does a message from one process to another cost, at saturation? The other process is a
 * second JVM, which adds up the words of all messages; the sum is checked. With {@code THREADS} a
 * thread takes its place, with the same code and the same file. Links of longs take messages of 8
 * bytes only.
 *
 * <p>Aeron's media driver runs in the sender's process. Pipes and sockets gather 8 KiB before a
 * system call, or make one for each message ({@code EACH}). Their receivers block; those of rings
 * and of Aeron poll.
 */
public class IpcThroughput extends BenchmarkDefaults {
  private static final int MESSAGES = 50_000;

  /** What carries the messages. */
  @Param({
    "IPC_LONG_RING",
    "IPC_LONG_RING_THREADS",
    "IPC_LONG_CHANNEL",
    "IPC_LONG_CHANNEL_THREADS",
    "IPC_RING",
    "IPC_RING_THREADS",
    "IPC_CHANNEL",
    "IPC_CHANNEL_THREADS",
    "AERON",
    "AERON_BACKOFF",
    "PIPE",
    "PIPE_EACH",
    "UNIX_SOCKET",
    "UNIX_SOCKET_EACH"
  })
  public Contender contender = Contender.IPC_RING;

  /** The bytes of a message. */
  @Param({"8", "64"})
  public int payload;

  private @Nullable Streaming streaming;

  /** Starts the peer. */
  @Setup(Level.Trial)
  public void start() throws IOException, InterruptedException {
    streaming = new Streaming(contender, payload, MESSAGES);
    streaming.pause();
  }

  /** Lets the peer work, after the processors' distance was measured. */
  @Setup(Level.Iteration)
  public void resume(Placement placement) throws InterruptedException {
    requireNonNull(streaming).resume();
  }

  /** Sends a batch. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public long transfer() throws InterruptedException {
    return requireNonNull(streaming).transfer();
  }

  /** Takes the processor from the peer. */
  @TearDown(Level.Iteration)
  public void pause() throws InterruptedException {
    requireNonNull(streaming).pause();
  }

  /** Ends the peer. */
  @TearDown(Level.Trial)
  public void stop() throws IOException, InterruptedException {
    requireNonNull(streaming).stop();
  }
}
