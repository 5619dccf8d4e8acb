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

  /**
   * The longest sleep otherwise, as such a process may come while this thread sleeps; and the time
   * between two looks, unless it is chosen.
   */
  private static final long LOOK_NANOS = 250_000_000;

  /**
   * Both, where the system tells of the end of the process that would wake this thread. Then a look
   * finds something only if another process has taken its place that cannot wake others, or was
   * killed between its close and its wake. On a virtual machine, each wake by the clock takes some
   * hundred microseconds (the benchmark IpcIdle).
   */
  private static final long LOOK_IF_TOLD_NANOS = 750_000_000;

  private final RegionFile file;

  /** Between two looks; 0 if it is not chosen. */
  private long chosenNanos;

  private long lastLook = System.nanoTime();

  FileWatch(RegionFile file) {
    this.file = file;
  }

  @Override
  public final void lookEvery(long nanos) {
    chosenNanos = nanos;
  }

  @Override
  public final long longestSleepNanos() {
    return file.hasProcessWithoutWakes() ? NAP_NANOS : Math.min(intervalNanos(), usualNanos());
  }

  private long intervalNanos() {
    return chosenNanos > 0 ? chosenNanos : usualNanos();
  }

  private long usualNanos() {
    return isToldOfExit() ? LOOK_IF_TOLD_NANOS : LOOK_NANOS;
  }

  /** Tells whether the system tells of the end of the only process that could wake this thread. */
  boolean isToldOfExit() {
    return false;
  }

  @Override
  public long nanosToLook() {
    return intervalNanos() - (System.nanoTime() - lastLook);
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
