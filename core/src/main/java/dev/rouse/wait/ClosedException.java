package dev.rouse.wait;

import java.io.Serial;

/**
 * Thrown by an operation on a closed signal or channel that requires an open one. Nothing was sent
 * or added by it; a receiving operation throws it once everything was received.
 */
public class ClosedException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was closed, and what the operation was
   */
  public ClosedException(String message) {
    super(message);
  }
}
