package dev.rouse.internal.tool;

import java.io.Console;
import java.util.Optional;

/** The process of the tool. */
public final class Main {
  private Main() {}

  /**
   * Runs the tool and ends the process with its exit code.
   *
   * @param args the arguments, see {@code --help}
   */
  public static void main(String[] args) {
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    int code;
    try {
      code = new Tool(System.out, System.err, terminal).run(args);
    } catch (RuntimeException | Error e) {
      // A bug of the tool, so that its trace is worth to be seen. Not the code for a damaged file.
      e.printStackTrace();
      code = Tool.UNUSABLE;
    }
    System.exit(code);
  }
}
