package dev.rouse.jmh;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.contender.Turn;
import dev.rouse.signal.JobSignal;
import dev.rouse.wait.WaitPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does a wake-up cost the thread that wakes? A signal's addition that finds its consumer
 * asleep, compared with the bare {@link LockSupport#unpark} of a parked thread; and the addition
 * that finds it awake, which makes no system call. Before each the sleeper gets the time to fall
 * asleep.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WakeCost extends BenchmarkDefaults {
  private static final long TIME_TO_FALL_ASLEEP_NANOS = 100_000;

  /** What is woken. */
  @Param({"SIGNAL", "SIGNAL_LOCK_SUPPORT", "SIGNAL_SPINNING", "PARK_UNPARK"})
  public Contender contender = Contender.SIGNAL;

  private Runnable wake = () -> {};
  private BooleanSupplier hasSeenAll = () -> true;
  private Thread thread = Thread.currentThread();
  private long woken;
  private volatile long seen;
  private volatile boolean stopped;

  /** Starts the sleeper. */
  @Setup(Level.Trial)
  public void start() {
    switch (contender) {
      case SIGNAL -> start(WaitPolicy.parkOnly());
      case SIGNAL_LOCK_SUPPORT -> start(Turn.sleepInLockSupport());
      case SIGNAL_SPINNING -> start(WaitPolicy.spinOnly());
      case PARK_UNPARK -> startParked();
      default -> throw contender.unsupported("a sleeper");
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
