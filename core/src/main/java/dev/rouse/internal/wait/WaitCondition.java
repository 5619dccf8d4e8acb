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
   * Tells whether the waiter may spin as its policy says, instead of sleeping at once.
   *
   * @return false to sleep at once
   */
  default boolean maySpin() {
    return true;
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
