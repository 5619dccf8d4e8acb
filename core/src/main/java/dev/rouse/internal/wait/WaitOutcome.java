package dev.rouse.internal.wait;

/** How a wait ended. */
public enum WaitOutcome {
  /** The condition was met. */
  READY,
  /** The time was up and the condition, looked at once more, was not met. */
  TIMED_OUT,
  /** The cell was closed and the condition, looked at after that, was not met. */
  CLOSED
}
