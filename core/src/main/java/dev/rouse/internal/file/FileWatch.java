package dev.rouse.internal.file;

import dev.rouse.internal.common.WaitWatch;
import org.jspecify.annotations.Nullable;

/**
 * Watches a wait in a file whose other side may be any number of processes. None of them can be
 * lost, but each may be killed after its publish and before its wake, so the waiter looks at its
 * condition from time to time. For the waiting thread.
 */
class FileWatch implements WaitWatch {
  /** How often to look: seldom, because a look makes a system call. */
  static final long INTERVAL_NANOS = 250_000_000;

  /** The longest sleep while a process has the file open that cannot wake others. */
  private static final long NAP_NANOS = 1_000_000;

  private final RegionFile file;
  private final long intervalNanos;
  private long lastLook = System.nanoTime();

  FileWatch(RegionFile file) {
    this(file, INTERVAL_NANOS);
  }

  /** For tests. */
  FileWatch(RegionFile file, long intervalNanos) {
    this.file = file;
    this.intervalNanos = intervalNanos;
  }

  @Override
  public final long longestSleepNanos() {
    // Never for ever: a process that cannot wake others may come while this one sleeps.
    return file.hasProcessWithoutWakes() ? NAP_NANOS : intervalNanos;
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
