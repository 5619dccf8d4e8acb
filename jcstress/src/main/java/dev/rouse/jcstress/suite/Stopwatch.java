package dev.rouse.jcstress.suite;

import java.util.concurrent.TimeUnit;

/**
 * Tells a wake-up from a time-out. A wait whose wake-up was lost still finds what it waited for
 * when its time is up, because it then looks once more: only the time that passed gives it away. So
 * every test of a wake-up that really sleeps waits with this time-out and asks afterwards.
 */
public final class Stopwatch {
  /** The property that makes it shorter, for runs in which wake-ups are expected to be lost. */
  public static final String PATIENCE = "rouse.stopwatch.millis";

  /** Far longer than a wake-up takes on a loaded machine. */
  private static final long PATIENCE_NANOS =
      TimeUnit.MILLISECONDS.toNanos(Long.getLong(PATIENCE, 5_000));

  /** Once one was lost the test has failed, and need not wait for thousands more. */
  private static final long PATIENCE_AFTER_LOSS_NANOS = 1_000_000;

  private static volatile boolean lost;

  private final long timeoutNanos = lost ? PATIENCE_AFTER_LOSS_NANOS : PATIENCE_NANOS;
  private final long start = System.nanoTime();

  /** Returns the time-out to wait with, in nanoseconds. */
  public long timeoutNanos() {
    return timeoutNanos;
  }

  /**
   * Tells how the wait ended.
   *
   * @return true if it was over before the time-out
   */
  public boolean wokenInTime() {
    if (System.nanoTime() - start < timeoutNanos) {
      return true;
    }
    lost = true;
    return false;
  }
}
