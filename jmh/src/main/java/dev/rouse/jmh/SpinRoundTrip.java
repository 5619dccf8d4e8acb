package dev.rouse.jmh;

import dev.rouse.jmh.peer.Partner;
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
 * What does a round trip cost when both threads spin, beside the least there can be: one word
 * written with release and polled with acquire? A signal crosses on one cache line, as the bare
 * word does; a channel's record crosses on two, the position's and its own, which a waiting
 * consumer fetches at the same time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SpinRoundTrip {
  private static final int ROUND_TRIPS = 1000;

  /** What hands over the turn. */
  @Param({"varHandle", "signalSpinning", "channelSpinning"})
  public String turn = "";

  private Partner partner = new Partner("Semaphore");

  /** Starts the other thread. */
  @Setup(Level.Trial)
  public void start() {
    partner.stop();
    partner = new Partner(turn);
  }

  /** Ends it. */
  @TearDown(Level.Trial)
  public void stop() {
    partner.stop();
  }

  /** Makes round trips. */
  @Benchmark
  @OperationsPerInvocation(ROUND_TRIPS)
  public void roundTrip() throws InterruptedException {
    for (int i = 0; i < ROUND_TRIPS; i++) {
      partner.roundTrip();
    }
  }
}
