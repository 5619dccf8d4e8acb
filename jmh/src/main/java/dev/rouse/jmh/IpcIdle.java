package dev.rouse.jmh;

import static java.util.Objects.requireNonNull;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.IdleFigures;
import dev.rouse.jmh.load.Sleep;
import dev.rouse.jmh.peer.Streaming;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What does a process take that waits for messages which do not come? The sender is alive and
 * silent, and Rouse's receiver looks at its lock every 750 milliseconds. Some batches are sent
 * before, so that the code is compiled.
 *
 * <p>The score is only the time for which the sender sleeps. The run also reports the share of a
 * processor that the threads of the receiving process take which run Java code, in percent. The
 * threads of the JVM itself, such as its compilers, take more than those of any contender but
 * Aeron; they do not count. Aeron's media driver is in the other process and does not count either.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class IpcIdle extends BenchmarkDefaults {
  private static final int MESSAGES = 50_000;
  private static final int BATCHES = Boolean.getBoolean("rouse.smoke") ? 1 : 20;
  private static final int PAYLOAD = 8;
  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** What would carry the messages. */
  @Param({"IPC_LONG_CHANNEL", "IPC_CHANNEL", "AERON", "AERON_BACKOFF", "PIPE", "UNIX_SOCKET"})
  public Contender contender = Contender.IPC_CHANNEL;

  private @Nullable Streaming streaming;
  private @Nullable IdleFigures figures;

  /** Starts the peer and sends some batches to it. */
  @Setup(Level.Trial)
  public void start() throws IOException, InterruptedException {
    streaming = new Streaming(contender, PAYLOAD, MESSAGES);
    for (int i = 0; i < BATCHES; i++) {
      streaming.transfer();
    }
  }

  /** Begins to count. */
  @Setup(Level.Iteration)
  public void begin(IdleFigures reported) throws IOException {
    figures = reported;
    reported.begin(requireNonNull(streaming).peerCpuNanos());
  }

  /** Sends nothing for a while. */
  @Benchmark
  public void waiting() throws InterruptedException {
    Sleep.until(System.nanoTime() + NAP_NANOS);
  }

  /** Reports. */
  @TearDown(Level.Iteration)
  public void end(BenchmarkParams params) throws IOException {
    requireNonNull(figures).end(requireNonNull(streaming).peerCpuNanos(), params);
  }

  /** Ends the peer. */
  @TearDown(Level.Trial)
  public void stop() throws IOException, InterruptedException {
    requireNonNull(streaming).stop();
  }
}
