package dev.rouse.jmh.tool;

import java.io.Serial;

/** What the user has to put right, or has to know, in one line. */
public final class UserError extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final String line;

  /**
   * Makes the error.
   *
   * @param message the line
   */
  public UserError(String message) {
    super(message);
    this.line = message;
  }

  /** Returns the line; the message, which is never null here. */
  public String line() {
    return line;
  }
}
