package dev.rouse.internal.common;

import org.jspecify.annotations.Nullable;

/**
 * Looks from time to time during a wait whether the other side of it is still there. For the
 * waiting thread.
 */
public interface WaitWatch {
  /**
   * Returns how long the thread may sleep at a time.
   *
   * @return the time in nanoseconds, more than 0
   */
  long longestSleepNanos();

  /**
   * Returns when to look again.
   *
   * @return the time until then in nanoseconds; 0 or less if a look is due
   */
  long nanosToLook();

  /** A wait begins to sleep, after it has spun without success. Seldom makes a system call. */
  default void beforeSleep() {}

  /**
   * Looks; may make system calls. What the other side did before it was lost is visible to the
   * caller afterwards.
   *
   * @return how the other side was lost, or null if it is still there, has never been there, or has
   *     left in an orderly way
   */
  @Nullable RuntimeException look();

  /**
   * Says how often to look, for a watch that does so by the clock.
   *
   * @param nanos the time between two looks; 0 if the watch decides
   */
  default void lookEvery(long nanos) {}

  /**
   * Says how to make the waiting thread look at once, for a watch that is told of what happens to
   * the other side. By default, nobody tells it.
   *
   * @param lookNow makes the thread, if it waits, ask {@link #nanosToLook} again; for any thread
   */
  default void hastenBy(Runnable lookNow) {}

  /**
   * Finds out why the memory of a wait cannot be accessed.
   *
   * @param error what an access has thrown
   * @return what to throw instead; by default an error that says no more
   */
  default RuntimeException explain(InternalError error) {
    return new IllegalStateException("the memory of the wait cannot be accessed", error);
  }

  /** The caller throws what the last look has returned, so that no look returns it again. */
  void told();
}
