package dev.rouse.internal.wait;

/** How a wait ended. */
public enum WaitOutcome {
  /** The condition was met. */
  READY,
  /** The time was up, and a last look found the condition not met. */
  TIMED_OUT,
  /** The end was closed, and a look after that found the condition not met. */
  CLOSED
}
