package dev.rouse.internal;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Time-outs, in nanoseconds of the monotonic clock ({@link System#nanoTime}). */
public final class Deadline {
  /** The time-out that never ends. */
  public static final long FOREVER = Long.MAX_VALUE;

  private Deadline() {}

  /**
   * Converts and checks a time-out.
   *
   * @param timeout the longest time to wait; 0 means not to wait, {@code Long.MAX_VALUE} for ever
   * @param unit the unit of {@code timeout}
   * @return the time-out in nanoseconds, or {@link #FOREVER}
   * @throws IllegalArgumentException if {@code timeout} is negative
   */
  public static long nanos(long timeout, TimeUnit unit) {
    Objects.requireNonNull(unit, "unit");
    if (timeout < 0) {
      throw new IllegalArgumentException("timeout: " + timeout + ", expected 0 or more");
    }
    return unit.toNanos(timeout); // saturates at Long.MAX_VALUE
  }

  /**
   * Returns the instant at which a time-out ends. Instants may be compared by their difference
   * only, because the clock may start anywhere.
   *
   * @param timeoutNanos the time-out
   * @return an instant for {@link #remaining}; without meaning if the time-out is {@link #FOREVER}
   */
  static long after(long timeoutNanos) {
    return System.nanoTime() + timeoutNanos;
  }

  /** Returns the nanoseconds until an instant; 0 or less once it has passed. */
  static long remaining(long deadline) {
    return deadline - System.nanoTime();
  }
}
