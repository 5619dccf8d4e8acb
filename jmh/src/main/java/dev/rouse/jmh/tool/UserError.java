package dev.rouse.jmh.tool;

import java.io.Serial;

/** What the user has to put right, or has to know, in one line. */
public final class UserError extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the error.
   *
   * @param message the line
   */
  public UserError(String message) {
    super(message);
  }
}
