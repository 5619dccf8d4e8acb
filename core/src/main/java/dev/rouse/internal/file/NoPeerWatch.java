package dev.rouse.internal.file;

import dev.rouse.internal.common.WaitWatch;
import org.jspecify.annotations.Nullable;

/** For a part whose other side is not the role of one process: nobody can be lost. */
final class NoPeerWatch implements WaitWatch {
  private static final long NAP_NANOS = 1_000_000;
  private static final long LONGEST_SLEEP_NANOS = 250_000_000;

  private final RegionFile file;

  NoPeerWatch(RegionFile file) {
    this.file = file;
  }

  @Override
  public long longestSleepNanos() {
    // Not for ever: a process that cannot wake others may come while this one sleeps.
    return file.hasProcessWithoutWakes() ? NAP_NANOS : LONGEST_SLEEP_NANOS;
  }

  @Override
  public long nanosToLook() {
    return Long.MAX_VALUE;
  }

  @Override
  public @Nullable RuntimeException look() {
    return null;
  }

  @Override
  public void told() {
    // Nothing is ever found.
  }
}
