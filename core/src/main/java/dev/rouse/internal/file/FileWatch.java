package dev.rouse.internal.file;

import dev.rouse.internal.common.WaitWatch;
import org.jspecify.annotations.Nullable;

/**
 * Watches a wait in a file whose other side may be any number of processes. None of them can be
 * lost, but each may be killed after its publish and before its wake, so the waiter looks at its
 * condition from time to time. For the waiting thread.
 */
class FileWatch implements WaitWatch {
  /** The longest sleep while a process has the file open that cannot wake others. */
  private static final long NAP_NANOS = 1_000_000;

  /** The longest sleep otherwise: such a process may come while this thread sleeps. */
  private static final long LONGEST_SLEEP_NANOS = 250_000_000;

  private final RegionFile file;

  /** Until it is said: at once. */
  private long intervalNanos;

  private long lastLook = System.nanoTime();

  FileWatch(RegionFile file) {
    this.file = file;
  }

  @Override
  public final void lookEvery(long nanos) {
    intervalNanos = nanos;
  }

  @Override
  public final long longestSleepNanos() {
    return file.hasProcessWithoutWakes() ? NAP_NANOS : Math.min(intervalNanos, LONGEST_SLEEP_NANOS);
  }

  @Override
  public long nanosToLook() {
    return intervalNanos - (System.nanoTime() - lastLook);
  }

  @Override
  public @Nullable RuntimeException look() {
    lastLook = System.nanoTime();
    return null;
  }

  @Override
  public final RuntimeException explain(InternalError error) {
    return file.explain(error);
  }

  @Override
  public void told() {
    // Nothing was found.
  }
}
