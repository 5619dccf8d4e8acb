package dev.rouse.jmh;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.contender.NativePartner;
import dev.rouse.jmh.contender.Partner;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does it take to wake a sleeping thread and be woken by it? Both platform threads sleep
 * between any two turns. The measure of what the system can do is a C program that does the same
 * with futexes; it needs a C compiler, {@code cc}, on the machine.
 *
 * <p>The limits: what is left between C and the signal is the way from Java into the system and
 * back, four times a round trip, and what makes a wait in native code interruptible, which C does
 * not have ({@code SIGNAL_UNINTERRUPTIBLE} does without as well). On a virtual machine with two
 * processors nearly all of the time goes into waking a halted one, and varies by a third from fork
 * to fork; under {@code taskset -c 0} that falls away and the ratios can be told.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ParkedRoundTrip extends BenchmarkDefaults {
  private static final int ROUND_TRIPS = 1000;

  /** What gives the turn to the other thread. */
  @Param({
    "SIGNAL",
    "SIGNAL_UNINTERRUPTIBLE",
    "CHANNEL_PARKING",
    "SIGNAL_LOCK_SUPPORT",
    "PARK_UNPARK",
    "SEMAPHORE",
    "SYNCHRONOUS_QUEUE",
    "C_FUTEX"
  })
  public Contender contender = Contender.SIGNAL;

  private Runnable stop = () -> {};
  private RoundTrips roundTrips = count -> {};

  private interface RoundTrips {
    void make(int count) throws IOException, InterruptedException;
  }

  /** Starts the other thread, or the C program. */
  @Setup(Level.Trial)
  public void start() throws IOException, InterruptedException {
    if (contender == Contender.C_FUTEX
        && Boolean.getBoolean("rouse.smoke")
        && !NativePartner.isPossible()) {
      // The smoke test reports no figure, and must not need a compiler.
      System.out.println("ParkedRoundTrip: C_FUTEX is left out, there is no C compiler (cc)");
    } else if (contender == Contender.C_FUTEX) {
      NativePartner partner = NativePartner.start(contender);
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
      Partner partner = new Partner(contender);
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
