package dev.rouse.jmh.compare;

import dev.rouse.jmh.compare.input.Input;
import dev.rouse.jmh.compare.report.Checks;
import dev.rouse.jmh.compare.report.Page;
import dev.rouse.jmh.compare.report.Result;
import dev.rouse.jmh.compare.report.Table;
import dev.rouse.jmh.tool.Html;
import dev.rouse.jmh.tool.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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
    description = "Compares polling, message copying and notify-driven consumers on real files.")
public final class Compare implements Callable<Integer> {
  @Option(
      names = "--input",
      description = "a file or a folder; by default the running JDK's own lib/modules")
  private String input = "";

  @Option(
      names = "--workers",
      description = "how many workers; by default the available processors, at least 2")
  private String workers = "";

  @Option(names = "--output", description = "the folder for results.json and index.html")
  private Path output = Path.of("compare");

  private Compare() {}

  /**
   * Runs the comparison.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs the comparison and returns the exit code. */
  static int run(String... args) {
    return new CommandLine(new Compare()).execute(args);
  }

  @Override
  public Integer call() throws IOException {
    try {
      return compare();
    } catch (UserError e) {
      System.out.flush();
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private int compare() throws UserError, IOException {
    int count = workerCount();
    try (Input opened = Input.open(inputPath())) {
      Result result = result(opened, count);
      Files.createDirectories(output);
      result.writeJson(output.resolve("results.json"));
      System.out.println();
      System.out.print(Table.of(result));
      Checks checks = Checks.of(result);
      System.out.print(checks.lines());
      Html.write(output.resolve("index.html"), () -> Page.draw(result, checks));
      System.out.println("Written: " + output.resolve("results.json"));
      System.out.println("Written: " + output.resolve("index.html"));
      return checks.passed() ? 0 : 1;
    }
  }

  private static Result result(Input input, int count) throws UserError, IOException {
    try (Progress progress = new Progress("compare", Comparison.steps())) {
      return new Comparison(input, count, progress).run();
    }
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
