package dev.rouse.jmh.compare;

import dev.rouse.jmh.compare.input.Input;
import dev.rouse.jmh.compare.report.Checks;
import dev.rouse.jmh.compare.report.Page;
import dev.rouse.jmh.compare.report.Result;
import dev.rouse.jmh.compare.report.Table;
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
      Result result;
      try (Progress progress = new Progress("compare", Comparison.steps())) {
        result = new Comparison(opened, count, progress).run();
      }
      Files.createDirectories(output);
      result.writeJson(output.resolve("results.json"));
      System.out.println();
      System.out.print(Table.of(result));
      Checks checks = Checks.of(result);
      System.out.print(checks.lines());
      writePage(result, checks, output.resolve("index.html"));
      System.out.println("Written: " + output.resolve("results.json"));
      System.out.println("Written: " + output.resolve("index.html"));
      return checks.passed() ? 0 : 1;
    }
  }

  private static void writePage(Result result, Checks checks, Path path)
      throws IOException, UserError {
    try {
      Page.write(result, checks, path);
    } catch (InternalError | LinkageError e) {
      // What the JDK throws where the system has no fonts.
      throw new UserError(
          path + ": cannot draw the charts: install fontconfig and a font (" + e + ")");
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
