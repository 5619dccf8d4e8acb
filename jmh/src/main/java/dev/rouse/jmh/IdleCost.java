package dev.rouse.jmh;

import com.sun.management.ThreadMXBean;
import dev.rouse.jmh.link.Link;
import dev.rouse.jmh.link.Links;
import dev.rouse.jmh.load.Idle;
import dev.rouse.jmh.peer.ContextSwitches;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What does a receiver cost that has nothing to do? Beside the score, which is only the time that
 * passed, the run reports the receiver's processor time in microseconds, and how often it went to
 * sleep again: once for each wake-up in vain.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 1)
@Measurement(iterations = 1)
public class IdleCost {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What the receiver waits for. */
  @Param({"channel", "LinkedTransferQueue", "ring"})
  public String link = "";

  /** How long there is nothing to do, in milliseconds. */
  @Param("10000")
  public int idleMillis;

  private Link sender = Links.of("ring");
  private Thread receiver = Thread.currentThread();
  private volatile @Nullable ContextSwitches switches;
  private volatile long received;

  /** The figure beside the score. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Figures {
    /** The receiver's processor time in microseconds. */
    public double cpu;

    /** How often the receiver went to sleep again. */
    public double wakeUps;
  }

  /** Starts the receiver, lets it run as in earnest, and waits until it is idle. */
  @Setup(Level.Iteration)
  public void start() throws InterruptedException {
    Link link = Links.of(this.link);
    sender = link;
    long before = received;
    receiver =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  switches = ContextSwitches.ofCurrentThread();
                  try {
                    int found;
                    while ((found = link.receive(value -> received = value)) != Link.END) {
                      Idle.spin(found);
                    }
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    for (long i = 1; i <= 1000; i++) {
      sender.send(before + i);
    }
    while (received != before + 1000) {
      Thread.onSpinWait();
    }
    TimeUnit.MILLISECONDS.sleep(10);
  }

  /** Stops the receiver. */
  @TearDown(Level.Iteration)
  public void stop() throws InterruptedException {
    sender.close();
    receiver.join();
  }

  /** Lets time pass. */
  @Benchmark
  public void idle(Figures figures, BenchmarkParams params) throws InterruptedException {
    ContextSwitches switches = Objects.requireNonNull(this.switches);
    double switchesBefore = switches.voluntary();
    long before = THREADS.getThreadCpuTime(receiver.threadId());
    TimeUnit.MILLISECONDS.sleep(idleMillis);
    double shares = Math.max(1, params.getForks()) * (double) params.getMeasurement().getCount();
    figures.cpu = (THREADS.getThreadCpuTime(receiver.threadId()) - before) / 1e3 / shares;
    figures.wakeUps = (switches.voluntary() - switchesBefore) / shares;
  }
}
