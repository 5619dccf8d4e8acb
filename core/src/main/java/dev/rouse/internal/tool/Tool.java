package dev.rouse.internal.tool;

import dev.rouse.internal.tool.text.Json;
import dev.rouse.internal.tool.text.Printable;
import dev.rouse.internal.tool.verb.Result;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tool without the process around it. */
public final class Tool {
  /** The exit code if the tool was called in a wrong way, or something cannot be read. */
  public static final int UNUSABLE = 2;

  private static final String CLEAR = "\u001b[H\u001b[2J\u001b[3J";

  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;

  /**
   * Makes the tool.
   *
   * @param out gets what was found
   * @param err gets a line if the tool cannot do what it should
   * @param terminal whether {@code out} is a terminal, which can be cleared
   */
  public Tool(PrintStream out, PrintStream err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /**
   * Does what the arguments say. Ends early if the thread is interrupted.
   *
   * @param args the arguments
   * @return the exit code
   */
  public int run(String... args) {
    for (String arg : args) {
      switch (arg) {
        case "--" -> {
          return runVerb(args);
        }
        case "--help", "-h" -> {
          out.print(Help.TEXT);
          return Result.FINE;
        }
        case "--version" -> {
          out.println("rouse " + version());
          return Result.FINE;
        }
        default -> {}
      }
    }
    return runVerb(args);
  }

  private int runVerb(String[] args) {
    try {
      Arguments arguments = Arguments.of(args);
      Duration interval = arguments.interval();
      return interval == null ? look(arguments) : watch(arguments, interval);
    } catch (UsageException e) {
      return unusable(String.valueOf(e.getMessage()) + "; see --help");
    } catch (IOException e) {
      return unusable(message(e));
    } catch (IllegalStateException e) {
      return unusable(String.valueOf(e.getMessage())); // the system refuses a lock
    }
  }

  private int look(Arguments arguments) throws IOException {
    Result result = arguments.verb().run(arguments.path(), arguments.access());
    print(arguments, result);
    return result.code();
  }

  private void print(Arguments arguments, Result result) {
    if (arguments.json()) {
      out.println(Json.of(result.json()));
    } else {
      result.text().forEach(out::println);
    }
    out.flush();
  }

  private int watch(Arguments arguments, Duration interval) throws IOException {
    while (true) {
      // Opened again each time: the file may have been replaced.
      Result result = arguments.verb().run(arguments.path(), arguments.access());
      if (terminal) {
        out.print(CLEAR);
      }
      print(arguments, result);
      if (out.checkError()) {
        return result.code(); // nobody reads it any more
      }
      if (!terminal && !arguments.json()) {
        out.println();
      }
      try {
        Thread.sleep(interval);
      } catch (InterruptedException e) {
        return result.code();
      }
    }
  }

  private int unusable(String message) {
    err.println("rouse: " + Printable.of(message));
    err.flush();
    return UNUSABLE;
  }

  private static String message(IOException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e) {
      case NoSuchFileException missing -> message + ": it does not exist";
      case NotDirectoryException other -> message + ": not a folder, expected one";
      case AccessDeniedException denied -> message + ": access is denied";
      case FileAlreadyExistsException other -> message + ": it exists";
      default -> message;
    };
  }

  private static String version() {
    @Nullable String implementation = Tool.class.getPackage().getImplementationVersion();
    return Optional.ofNullable(implementation)
        .or(
            () ->
                Optional.ofNullable(Tool.class.getModule().getDescriptor())
                    .flatMap(ModuleDescriptor::rawVersion))
        .orElse("of a build without a version");
  }
}
