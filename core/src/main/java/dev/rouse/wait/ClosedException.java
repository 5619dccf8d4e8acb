package dev.rouse.wait;

import java.io.Serial;

/**
 * Thrown where something is asked of a closed signal or channel that only an open one can do. What
 * the failing call was to hand over was not handed over.
 */
public class ClosedException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was closed, and what was asked of it
   */
  public ClosedException(String message) {
    super(message);
  }
}
