package dev.rouse.testing;

import java.io.IOException;
import java.util.List;

/** Programs that a machine may have, and may let the tests use. */
public final class Programs {
  private Programs() {}

  /**
   * Tells whether a command can be run.
   *
   * @param command the program and its arguments
   * @return false if there is no such program, or it fails
   */
  public static boolean canRun(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }
}
