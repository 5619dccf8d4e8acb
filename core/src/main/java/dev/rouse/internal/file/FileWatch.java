package dev.rouse.internal.file;

import dev.rouse.internal.common.WaitWatch;
import org.jspecify.annotations.Nullable;

/**
 * Watches over a wait in a file whose other side may be any number of processes: none of them can
 * be lost, but each may be killed before it has made its wake, so the condition is looked at from
 * time to time. For the waiting thread.
 */
class FileWatch implements WaitWatch {
  /** How often to look: a look takes some 10 microseconds, so this is next to nothing. */
  private static final long INTERVAL_NANOS = 250_000_000;

  /** How long to sleep at a time beside a process that cannot wake others. */
  private static final long NAP_NANOS = 1_000_000;

  private final RegionFile file;
  private long lastLook = System.nanoTime();

  FileWatch(RegionFile file) {
    this.file = file;
  }

  @Override
  public final long longestSleepNanos() {
    // Never for ever: a process that cannot wake others may come while this one sleeps.
    return file.hasProcessWithoutWakes() ? NAP_NANOS : INTERVAL_NANOS;
  }

  @Override
  public final long nanosToLook() {
    return INTERVAL_NANOS - (System.nanoTime() - lastLook);
  }

  @Override
  public @Nullable RuntimeException look() {
    lastLook = System.nanoTime();
    return null;
  }

  @Override
  public void told() {
    // Nothing was found.
  }
}
