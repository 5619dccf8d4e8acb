package dev.rouse.internal.wait;

/** What a waiting end waits for. Called by the waiting thread only. */
@FunctionalInterface
public interface WaitCondition {
  /**
   * Tells whether the condition is met. Reads what the other side publishes with at least acquire
   * semantics; changes nothing.
   *
   * @return true if the wait is over
   */
  boolean isMet();

  /**
   * Returns how long the waiter may spin at most, if its policy says that it spins.
   *
   * @return the time in nanoseconds; 0 or less to sleep at once, {@link Deadline#FOREVER} for no
   *     limit
   */
  default long maxSpinNanos() {
    return Deadline.FOREVER;
  }

  /**
   * Is called when the waiter has spun and is about to sleep; if its policy never sleeps, before it
   * spins.
   *
   * @return how long the waiter may sleep at most; 0 or less ends the wait as if the condition were
   *     met, {@link Deadline#FOREVER} is no limit
   */
  default long sleepNanos() {
    return Deadline.FOREVER;
  }
}
