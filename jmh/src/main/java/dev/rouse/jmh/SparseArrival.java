package dev.rouse.jmh;

import com.sun.management.ThreadMXBean;
import dev.rouse.jmh.link.Link;
import dev.rouse.jmh.link.Links;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;
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
 * How soon does a record start to be handled that comes after a gap, and what does waiting for it
 * cost? A sender that spins on the clock sends a record after each gap. Beside the score, which is
 * only the gap, the run reports the median and the 99th percentile of the latency from before the
 * send to the handler, and the receiver's processor time for each record, all in microseconds.
 *
 * <p>The limits: with gaps longer than a sleep costs in processor time (some 10 microseconds), the
 * default policy sleeps at once, although a fixed spin that is longer than the gap would find the
 * record sooner ({@code channelSpin25} at 20 microseconds): it would pay for that with several
 * times the processor time. The 99th percentile on a virtual machine shows its own stalls, of some
 * 100 to 600 microseconds, and no order between the links.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SparseArrival {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What carries the records. */
  @Param({"channel", "channelPark", "channelSpin25", "ArrayBlockingQueue", "LinkedTransferQueue"})
  public String link = "";

  /** The microseconds between two records. */
  @Param({"5", "20", "50", "100", "1000"})
  public int gapMicros;

  private Link sender = Links.of("ring");
  private Histogram latency = new Histogram(1_000_000_000L, 3);
  private Thread receiver = Thread.currentThread();
  private volatile long cpuNanos;
  private long next;
  private Figures figures = new Figures();

  /** The figures beside the score. JMH adds them up over forks and iterations: they are shares. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Figures {
    /** The median latency in microseconds. */
    public double p50;

    /** The 99th percentile of the latency in microseconds. */
    public double p99;

    /** The receiver's processor time for each record in microseconds. */
    public double cpu;
  }

  /** Starts the receiver. */
  @Setup(Level.Iteration)
  public void start() {
    Link link = Links.of(this.link);
    Histogram histogram = new Histogram(1_000_000_000L, 3);
    LongConsumer sink =
        sent -> histogram.recordValue(Math.min(1_000_000_000L, System.nanoTime() - sent));
    receiver =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  long start = THREADS.getCurrentThreadCpuTime();
                  try {
                    boolean more = true;
                    while (more) {
                      more = link.receive(sink);
                    }
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  cpuNanos = THREADS.getCurrentThreadCpuTime() - start;
                });
    sender = link;
    latency = histogram;
    next = System.nanoTime();
  }

  /** Stops the receiver and reads its figures. */
  @TearDown(Level.Iteration)
  public void stop(BenchmarkParams params) throws InterruptedException {
    sender.close();
    receiver.join();
    double shares = Math.max(1, params.getForks()) * (double) params.getMeasurement().getCount();
    figures.p50 = latency.getValueAtPercentile(50) / 1e3 / shares;
    figures.p99 = latency.getValueAtPercentile(99) / 1e3 / shares;
    figures.cpu = cpuNanos / 1e3 / latency.getTotalCount() / shares;
  }

  /** Waits for the end of the gap and sends a record. */
  @Benchmark
  public void arrival(Figures reported) throws InterruptedException {
    figures = reported;
    next += gapMicros * 1000L;
    long now = System.nanoTime();
    while (now - next < 0) {
      Thread.onSpinWait();
      now = System.nanoTime();
    }
    next = now;
    sender.send(now);
  }
}
