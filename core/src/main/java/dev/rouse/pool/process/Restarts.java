package dev.rouse.pool.process;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** How often a worker was replaced lately, and how long to wait before the next time. */
final class Restarts {
  private final int limit;
  private final long windowNanos;
  private final long firstDelayNanos;
  private final long longestDelayNanos;
  private final ArrayDeque<Long> times = new ArrayDeque<>();

  Restarts(ProcessSettings<?, ?> settings) {
    this.limit = settings.restartLimit();
    this.windowNanos = settings.windowNanos();
    this.firstDelayNanos = settings.firstDelayNanos();
    this.longestDelayNanos = settings.longestDelayNanos();
  }

  /**
   * Counts a replacement.
   *
   * @param now the time, in nanoseconds of the monotonic clock
   * @param cause why the last attempt has failed, if it has
   * @return how long to wait before it, in nanoseconds: not at all for the first one in the window
   * @throws IllegalStateException if there were too many
   */
  long next(long now, @Nullable Throwable cause) {
    while (!times.isEmpty() && now - times.getFirst() >= windowNanos) {
      times.removeFirst();
    }
    int before = times.size();
    if (before >= limit) {
      throw new IllegalStateException(
          "the worker is given up: its process has ended, and was replaced %d times within %d ms, expected fewer: see WorkerProcesses.restartLimit"
              .formatted(before, windowNanos / 1_000_000),
          cause);
    }
    times.addLast(now);
    if (before == 0 || firstDelayNanos == 0) {
      return 0;
    }
    int doublings = before - 1;
    long delay = longestDelayNanos;
    if (doublings < Long.numberOfLeadingZeros(firstDelayNanos) - 1) { // else it overflows
      delay = Math.min(delay, firstDelayNanos << doublings);
    }
    return delay;
  }
}
