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
}
