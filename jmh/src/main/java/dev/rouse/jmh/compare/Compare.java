package dev.rouse.jmh.compare;

import dev.rouse.jmh.compare.input.Input;
import dev.rouse.jmh.compare.report.Page;
import dev.rouse.jmh.compare.report.Result;
import dev.rouse.jmh.compare.report.Table;
import dev.rouse.jmh.compare.verdict.Claim;
import dev.rouse.jmh.tool.Html;
import dev.rouse.jmh.tool.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Compares polling, copying and notify-driven consumers: each validates the integrity of the same
 * files, SHA-256 for every 64 KiB block, with the same workers.
 */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 1,
    description = "Compares polling, message copying and notify-driven consumers on real files.")
public final class Compare implements Callable<Integer> {
  /** The file in the output folder that says why the run failed; none after success. */
  static final String FAILURE = "failure.txt";

  @Option(
      names = "--input",
      description = "a file or a folder; by default the running JDK's own lib/modules")
  private String input = "";

  @Option(
      names = "--workers",
      description = "how many workers; by default the available processors, at least 2")
  private String workers = "";

  @Option(names = "--strict", description = "true: a claim that is not shown ends in exit code 1")
  private String strict = "";

  @Option(
      names = "--output",
      description =
          "the folder for results.json and index.html, or for failure.txt with the reason of a"
              + " failure")
  private Path output = Path.of("compare");

  private final Effort effort;

  private Compare(Effort effort) {
    this.effort = effort;
  }

  /**
   * Runs the comparison.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(run(Effort.full(), args));
  }

  /**
   * Runs the comparison and returns the exit code: 1 for wrong digests, bad input, an exception, or
   * with {@code --strict=true} a claim that is not shown; else 0.
   */
  static int run(Effort effort, String... args) {
    var compare = new Compare(effort);
    return new CommandLine(compare)
        .setExecutionExceptionHandler(
            (exception, commandLine, parsed) -> {
              exception.printStackTrace(commandLine.getErr());
              return compare.fail(exception.toString());
            })
        .execute(args);
  }

  @Override
  public Integer call() throws IOException {
    try {
      Result result = compare();
      if (isStrict()) {
        requireShown(result.claims());
      }
      Files.deleteIfExists(output.resolve(FAILURE));
      return 0;
    } catch (UserError e) {
      return fail(e.line());
    }
  }

  /** Fails for claims that are not shown. */
  static void requireShown(List<Claim> claims) throws UserError {
    List<Claim> notShown = Claim.notShown(claims);
    if (!notShown.isEmpty()) {
      throw new UserError(
          "strict: %d of %d claims not shown on this machine: %s"
              .formatted(
                  notShown.size(),
                  claims.size(),
                  notShown.stream().map(Claim::text).collect(Collectors.joining("; "))));
    }
  }

  /** Says why the run failed, on standard error and in a file for whoever started it. */
  private int fail(String reason) {
    System.out.flush();
    System.err.println(reason);
    try {
      Files.createDirectories(output);
      Files.writeString(output.resolve(FAILURE), reason);
    } catch (IOException e) {
      System.err.println(output.resolve(FAILURE) + ": " + e);
    }
    return 1;
  }

  private Result compare() throws UserError, IOException {
    isStrict();
    int count = workerCount();
    Input opened = Input.of(inputPath());
    Result result;
    try (Progress progress = Progress.onOutput("compare", Comparison.steps(opened, effort))) {
      result = new Comparison(opened, count, effort, progress).run();
    }
    Files.createDirectories(output);
    result.writeJson(output.resolve("results.json"));
    System.out.println();
    System.out.print(Table.of(result));
    Html.write(output.resolve("index.html"), () -> Page.draw(result));
    System.out.println("Written: " + output.resolve("index.html"));
    System.out.println("Written: " + output.resolve("results.json"));
    return result;
  }

  private boolean isStrict() throws UserError {
    return switch (strict.strip()) {
      case "true" -> true;
      case "", "false" -> false;
      default -> throw new UserError("strict: " + strict + ", expected true or false");
    };
  }

  private Path inputPath() throws UserError {
    try {
      return input.isBlank()
          ? Path.of(System.getProperty("java.home"), "lib", "modules")
          : Path.of(input);
    } catch (InvalidPathException e) {
      throw new UserError("input: " + input + " is not a path: " + e.getReason());
    }
  }

  private int workerCount() throws UserError {
    if (workers.isBlank()) {
      return Math.max(2, Runtime.getRuntime().availableProcessors());
    }
    try {
      int count = Integer.parseInt(workers);
      if (count >= 1 && count <= 1024) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new UserError("workers: " + workers + ", expected a number from 1 to 1024");
  }
}
