package dev.rouse.jmh.load;

import static dev.rouse.jmh.contender.OwnWords.FIRST;

import com.sun.management.ThreadMXBean;
import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.contender.OwnWords;
import dev.rouse.jmh.link.Link;
import dev.rouse.jmh.link.Links;
import java.lang.management.ManagementFactory;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * Sends a message after each gap, from a thread that spins on the clock, and measures how soon the
 * receiver starts to handle it and what waiting for it costs the receiver.
 */
public final class Arrivals {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Longer latencies count as this one, a second. */
  private static final long LONGEST = 1_000_000_000L;

  /** So short that a warm-up has tens of thousands of messages, and so long that sleepers sleep. */
  private static final long WARMUP_GAP_MICROS = 20;

  /** The same for pools, whose workers spin for longer before they sleep. */
  private static final long POOL_WARMUP_GAP_MICROS = 100;

  private final Histogram latency = new Histogram(LONGEST, 3);
  private final Link link;
  private final Idle idle;
  private final long gapNanos;
  private final Thread receiver;
  private final long[] next = OwnWords.allocate(1);
  private volatile long cpuNanos;
  private volatile @Nullable Throwable failure;

  /**
   * Starts the receiver.
   *
   * @param contender what carries the messages, see {@link Links}
   * @param gapMicros the microseconds between two messages
   */
  public Arrivals(Contender contender, long gapMicros) {
    this.link = Links.of(contender);
    this.idle = Idle.of(contender);
    this.gapNanos = gapMicros * 1000;
    this.next[FIRST] = System.nanoTime();
    this.receiver = Thread.ofPlatform().name("receiver").daemon().start(this::receive);
  }

  /**
   * Returns the gap of an iteration: while JMH warms up, no more than a few microseconds. With gaps
   * of milliseconds there would not be enough messages for the code to be compiled, and what is
   * measured would be the interpreter, which hurts those the most who have the most code that the
   * JDK did not compile before.
   *
   * @param gapMicros the microseconds between two messages that are asked for
   * @param params says what the iteration is for
   */
  public static long gap(long gapMicros, IterationParams params) {
    return params.getType() == IterationType.WARMUP
        ? Math.min(gapMicros, WARMUP_GAP_MICROS)
        : gapMicros;
  }

  /**
   * As {@link #gap}, for a pool: no more than {@value #POOL_WARMUP_GAP_MICROS} microseconds while
   * JMH warms up. With the shorter gaps, workers spin from one job to the next, and what is
   * measured would be the first thousands of sleeps in the interpreter.
   *
   * @param gapMicros the microseconds between two jobs that are asked for
   * @param params says what the iteration is for
   */
  public static long poolGap(long gapMicros, IterationParams params) {
    return params.getType() == IterationType.WARMUP
        ? Math.min(gapMicros, POOL_WARMUP_GAP_MICROS)
        : gapMicros;
  }

  private void receive() {
    LongConsumer sink =
        sent -> latency.recordValue(Math.clamp(System.nanoTime() - sent, 0, LONGEST));
    long start = THREADS.getCurrentThreadCpuTime();
    try {
      int found;
      while ((found = link.receive(sink)) != Link.END) {
        idle.after(found);
      }
    } catch (Throwable t) {
      failure = t;
    }
    cpuNanos = THREADS.getCurrentThreadCpuTime() - start;
  }

  /**
   * Waits for the end of the gap and sends a message.
   *
   * @throws InterruptedException if the thread is interrupted while it waits for space
   */
  public void send() throws InterruptedException {
    long due = next[FIRST] + gapNanos;
    long now = System.nanoTime();
    while (now - due < 0) {
      Thread.onSpinWait();
      now = System.nanoTime();
    }
    next[FIRST] = now;
    link.send(now);
  }

  /**
   * Stops the receiver, after which there are figures.
   *
   * @throws InterruptedException if the caller is interrupted while it waits
   * @throws IllegalStateException if the receiver failed
   */
  public void stop() throws InterruptedException {
    link.close();
    receiver.join();
    if (failure != null) {
      throw new IllegalStateException("the receiver failed", failure);
    }
  }

  /**
   * Returns a percentile of the latency from before the send to the handler.
   *
   * @param percentile from 0 to 100
   * @return the latency in microseconds
   */
  public double latencyMicros(double percentile) {
    return latency.getValueAtPercentile(percentile) / 1e3;
  }

  /**
   * Returns the receiver's processor time for each message.
   *
   * @return the time in microseconds
   */
  public double cpuMicros() {
    return cpuNanos / 1e3 / latency.getTotalCount();
  }
}
