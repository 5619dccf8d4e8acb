package dev.rouse.jmh;

import dev.rouse.jmh.peer.NativePartner;
import dev.rouse.jmh.peer.Partner;
import java.io.IOException;
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
 * What does it take to wake a sleeping thread and be woken by it? Both platform threads sleep
 * between any two turns. The measure of what the system can do is a C program that does the same
 * with futexes; it needs a C compiler, {@code cc}, on the machine.
 *
 * <p>The limits: what is left between C and the signal is the way from Java into the system and
 * back, four times a round trip, and what makes a wait in native code interruptible, which C does
 * not have ({@code signalUninterruptible} does without as well). On a virtual machine with two
 * processors nearly all of the time goes into waking a halted one, and varies by a third from fork
 * to fork; under {@code taskset -c 0} that falls away and the ratios can be told.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParkedRoundTrip {
  private static final int ROUND_TRIPS = 1000;

  /** What hands over the turn; "C" is the C program. */
  @Param({
    "signal",
    "signalUninterruptible",
    "channel",
    "signalLockSupport",
    "parkUnpark",
    "Semaphore",
    "SynchronousQueue",
    "C"
  })
  public String turn = "";

  private Runnable stop = () -> {};
  private RoundTrips roundTrips = count -> {};

  private interface RoundTrips {
    void make(int count) throws IOException, InterruptedException;
  }

  /** Starts the other thread, or the C program. */
  @Setup(Level.Trial)
  public void start() throws IOException, InterruptedException {
    if (turn.equals("C") && Boolean.getBoolean("rouse.blink") && !NativePartner.isPossible()) {
      // The pass that only runs everything once reports no figure, and must not need a compiler.
      System.out.println("ParkedRoundTrip: turn C is left out, there is no C compiler (cc)");
    } else if (turn.equals("C")) {
      NativePartner partner = NativePartner.start();
      roundTrips = partner::roundTrips;
      stop =
          () -> {
            try {
              partner.stop();
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          };
    } else {
      Partner partner = new Partner(turn);
      roundTrips =
          count -> {
            for (int i = 0; i < count; i++) {
              partner.roundTrip();
            }
          };
      stop = partner::stop;
    }
  }

  /** Ends it. */
  @TearDown(Level.Trial)
  public void stop() {
    stop.run();
  }

  /** Makes round trips. */
  @Benchmark
  @OperationsPerInvocation(ROUND_TRIPS)
  public void roundTrip() throws IOException, InterruptedException {
    roundTrips.make(ROUND_TRIPS);
  }
}
