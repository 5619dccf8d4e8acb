package dev.rouse.jmh;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.contender.NativePartner;
import dev.rouse.jmh.peer.Echoing;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does it take to wake a process that sleeps and be woken by it? Both sleep between any two
 * turns. The measure of what the system can do is a C program that does the same between two
 * processes, with futexes in memory that they share; it needs a C compiler, {@code cc}, on the
 * machine. What is left between C and the signal is what {@link ParkedRoundTrip} says, and the look
 * at the other process's lock, which is due every 750 milliseconds only.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class IpcParkedRoundTrip extends BenchmarkDefaults {
  private static final int ROUND_TRIPS = 1000;

  /** What gives the turn to the other process; the channels carry 8 bytes each time. */
  @Param({"IPC_SIGNAL", "IPC_LONG_CHANNEL_PARKING", "IPC_CHANNEL_PARKING", "C_FUTEX_PROCESSES"})
  public Contender contender = Contender.IPC_SIGNAL;

  private Action stop = () -> {};
  private Action roundTrips = () -> {};

  private interface Action {
    void run() throws IOException, InterruptedException;
  }

  /** Starts the other process, or the C program. */
  @Setup(Level.Trial)
  public void start() throws IOException, InterruptedException {
    if (contender != Contender.C_FUTEX_PROCESSES) {
      Echoing echoing = new Echoing(contender);
      roundTrips =
          () -> {
            for (int i = 0; i < ROUND_TRIPS; i++) {
              echoing.roundTrip();
            }
          };
      stop = echoing::stop;
    } else if (Boolean.getBoolean("rouse.smoke") && !NativePartner.isPossible()) {
      // The smoke test reports no figure, and must not need a compiler.
      System.out.println("IpcParkedRoundTrip: C is left out, there is no C compiler (cc)");
    } else {
      NativePartner partner = NativePartner.start(contender);
      roundTrips = () -> partner.roundTrips(ROUND_TRIPS);
      stop = partner::stop;
    }
  }

  /** Makes round trips. */
  @Benchmark
  @OperationsPerInvocation(ROUND_TRIPS)
  public void roundTrip() throws IOException, InterruptedException {
    roundTrips.run();
  }

  /** Ends the other process. */
  @TearDown(Level.Trial)
  public void stop() throws IOException, InterruptedException {
    stop.run();
  }
}
