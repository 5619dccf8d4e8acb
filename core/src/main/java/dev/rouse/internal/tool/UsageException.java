package dev.rouse.internal.tool;

import java.io.Serial;

/** Thrown when the tool is not called as it must be. Its message is one line for the user. */
final class UsageException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param argument which argument is wrong
   * @param value what it is
   * @param expected what it should be
   */
  UsageException(String argument, String value, String expected) {
    super("%s: %s, expected %s".formatted(argument, value, expected));
  }
}
