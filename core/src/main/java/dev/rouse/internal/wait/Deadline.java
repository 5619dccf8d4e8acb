package dev.rouse.internal.wait;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Time-outs, in nanoseconds of the monotonic clock ({@link System#nanoTime}), whose instants may be
 * compared by their difference only.
 */
public final class Deadline {
  /** The time-out that never ends. */
  public static final long FOREVER = Long.MAX_VALUE;

  private Deadline() {}

  /**
   * Converts a time-out.
   *
   * @param timeout the longest time to wait; 0 or less means not to wait, {@code Long.MAX_VALUE}
   *     for ever
   * @param unit the unit of {@code timeout}
   * @return the time-out in nanoseconds, or {@link #FOREVER}
   */
  public static long nanos(long timeout, TimeUnit unit) {
    Objects.requireNonNull(unit, "unit");
    return unit.toNanos(timeout); // saturates at Long.MAX_VALUE
  }
}
