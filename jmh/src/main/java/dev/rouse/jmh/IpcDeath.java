package dev.rouse.jmh;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.LossFigures;
import dev.rouse.jmh.peer.Death;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * How soon does a receiver that waits learn that the process at the other end was killed? A small
 * JVM takes the sending end, the receiver waits, and the JVM is killed ({@code kill -9}) at a
 * random time of the receiver's turns of 750 milliseconds. The system tells a socket at once, and a
 * region file where it has process descriptors.
 *
 * <p>The score is only what a round takes, with the start of the JVM. The run also reports the
 * median and the longest time from just before the kill to the end of the wait, in microseconds.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 3)
public class IpcDeath extends BenchmarkDefaults {
  private static final int KILLS = Boolean.getBoolean("rouse.smoke") ? 1 : 12;
  private static final int TURN_NANOS = 750_000_000;

  /** What the receiver waits at. */
  @Param({"IPC_CHANNEL", "UNIX_SOCKET"})
  public Contender contender = Contender.IPC_CHANNEL;

  private final Random random = new Random(1);

  /** Starts and kills processes. */
  @Benchmark
  public void kill(LossFigures figures, BenchmarkParams params)
      throws IOException, InterruptedException {
    Histogram nanos = new Histogram(3);
    for (int i = 0; i < KILLS; i++) {
      nanos.recordValue(Death.noticeNanos(contender, random.nextInt(TURN_NANOS)));
    }
    figures.take(nanos, params);
  }
}
