package dev.rouse.jmh.compare.measure;

import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Shows whether the machine stood still: a thread sleeps for a millisecond, again and again, and
 * records how late it woke. A stall of the host, a pause of the collector and a lack of processors
 * all make it late.
 */
public final class StallMeter implements AutoCloseable {
  private static final long SLEEP_NANOS = 1_000_000;
  private static final long LONGEST_NANOS = 3_600_000_000_000L;

  private final Histogram late = new Histogram(LONGEST_NANOS, 3);
  private final Thread thread =
      Thread.ofPlatform().name("stall-meter").daemon().unstarted(this::run);
  private volatile boolean stopped;

  /** Starts the thread. */
  public StallMeter() {
    thread.start();
  }

  private void run() {
    // At least one sleep, so that there is a figure however short the measurement is.
    do {
      long due = System.nanoTime() + SLEEP_NANOS;
      long left = SLEEP_NANOS;
      while (left > 0) {
        LockSupport.parkNanos(left);
        left = due - System.nanoTime();
      }
      late.recordValue(Math.min(-left, LONGEST_NANOS));
    } while (!stopped);
  }

  /** Stops the thread and returns how late it woke, in nanoseconds. */
  Histogram stop() throws InterruptedException {
    stopped = true;
    thread.join();
    return late;
  }

  @Override
  public void close() {
    stopped = true;
  }
}
