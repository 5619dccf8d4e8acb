package dev.rouse.internal.wait;

/** What a waiting end waits for. Looked at by the waiting thread only. */
@FunctionalInterface
public interface WaitCondition {
  /**
   * Looks whether there is still something to wait for. Reads what the other side publishes with at
   * least acquire semantics; changes nothing.
   *
   * @return true if the wait is over
   */
  boolean isMet();
}
