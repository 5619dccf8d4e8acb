package dev.rouse.jmh;

import dev.rouse.signal.JobSignal;
import dev.rouse.wait.Parking;
import dev.rouse.wait.WaitPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a wake-up cost the thread that wakes? A signal's addition that finds its consumer
 * asleep, beside the bare {@link LockSupport#unpark} of a parked thread; and the addition that
 * finds it awake, which makes no system call. Before each the sleeper gets the time to fall asleep.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WakeCost {
  private static final long TIME_TO_FALL_ASLEEP_NANOS = 100_000;

  /** What is woken. */
  @Param({"signal", "signalLockSupport", "signalAwake", "parked"})
  public String sleeper = "";

  private Runnable wake = () -> {};
  private BooleanSupplier hasSeenAll = () -> true;
  private Thread thread = Thread.currentThread();
  private long woken;
  private volatile long seen;
  private volatile boolean stopped;

  /** Starts the sleeper. */
  @Setup(Level.Trial)
  public void start() {
    switch (sleeper) {
      case "signal" -> start(WaitPolicy.parkOnly());
      case "signalLockSupport" ->
          start(
              WaitPolicy.builder()
                  .spin(0, TimeUnit.NANOSECONDS)
                  .parking(Parking.LOCK_SUPPORT)
                  .build());
      case "signalAwake" -> start(WaitPolicy.spinOnly());
      case "parked" -> startParked();
      default ->
          throw new IllegalArgumentException("sleeper: " + sleeper + ", expected one of the names");
    }
  }

  private void start(WaitPolicy policy) {
    JobSignal signal = JobSignal.allocate(policy);
    wake = () -> signal.add(1);
    hasSeenAll = () -> signal.pending() == 0;
    thread =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  while (!stopped) {
                    signal.awaitUninterruptibly();
                    signal.complete(1);
                  }
                });
  }

  private void startParked() {
    thread =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  long returns = 0;
                  while (!stopped) {
                    LockSupport.park(this);
                    returns++;
                    seen = returns;
                  }
                });
    wake = () -> LockSupport.unpark(thread);
    hasSeenAll = () -> seen >= woken; // more than that after a spurious return
  }

  /** Lets the sleeper fall asleep. */
  @Setup(Level.Invocation)
  public void fallAsleep() {
    while (!hasSeenAll.getAsBoolean()) {
      Thread.onSpinWait();
    }
    long start = System.nanoTime();
    while (System.nanoTime() - start < TIME_TO_FALL_ASLEEP_NANOS) {
      Thread.onSpinWait();
    }
    woken++;
  }

  /** Wakes the sleeper. */
  @Benchmark
  public void wake() {
    wake.run();
  }

  /** Ends the sleeper. */
  @TearDown(Level.Trial)
  public void stop() throws InterruptedException {
    stopped = true;
    wake.run();
    thread.join();
  }
}
