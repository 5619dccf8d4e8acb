package dev.rouse.jmh.bench;

import dev.rouse.jmh.bench.plan.Benchmarks;
import dev.rouse.jmh.bench.plan.Declaration;
import dev.rouse.jmh.bench.report.Report;
import dev.rouse.jmh.bench.result.Results;
import dev.rouse.jmh.bench.result.ResultsCsv;
import dev.rouse.jmh.tool.Machine;
import dev.rouse.jmh.tool.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.openjdk.jmh.util.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs the benchmarks that the project's claims of speed rest on, and draws a report of the
 * results. A goal that is not met does not fail the run, because a noisy machine is no defect; a
 * benchmark that fails does.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures Rouse and its peers, in about 40 minutes.")
public final class Bench implements Callable<Integer> {
  private static final String MACHINE = "machine.txt";
  private static final double MOST_SCALE = 100;

  @Option(
      names = "--scale",
      description = "how long to measure in proportion to a full run; by default 1")
  private String scale = "";

  @Option(
      names = "--only",
      description =
          "a regular expression for the names of benchmarks; by default all but those between"
              + " processes")
  private String only = "";

  @Option(
      names = "--from",
      description =
          "results.csv of an earlier run: draws its report and measures nothing; machine.txt is"
              + " read from the same folder")
  private String from = "";

  @Option(
      names = "--output",
      description =
          "the folder for results.csv, machine.txt, jmh.json, jmh.log, index.html and charts")
  private Path output = Path.of("bench");

  private Bench() {}

  /**
   * Measures and draws, or only draws.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Measures and returns the exit code. */
  static int run(String... args) {
    // Not on the command line, where the JVMs that measure would inherit it.
    System.setProperty("java.awt.headless", "true");
    return new CommandLine(new Bench()).execute(args);
  }

  @Override
  public Integer call() throws IOException {
    try {
      report(from.isBlank() ? measure() : earlier());
      return 0;
    } catch (UserError e) {
      System.out.flush();
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private Path measure() throws UserError, IOException {
    double scale = scale();
    List<Declaration> benchmarks =
        chosen().stream()
            .filter(benchmark -> benchmark.isMeasured(!only.isBlank()))
            .map(benchmark -> benchmark.scaled(scale))
            .toList();
    Files.createDirectories(output);
    Files.writeString(
        output.resolve(MACHINE),
        "%s, %s %s, JMH %s, %s%n"
            .formatted(
                Machine.describe(),
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"),
                Version.getPlainVersion(),
                LocalDate.now(ZoneOffset.UTC)));
    try (Measurement measurement = new Measurement(output)) {
      Path results = measurement.run(benchmarks);
      System.out.println("Written: " + results);
      return results;
    }
  }

  private double scale() throws UserError {
    try {
      double value = scale.isBlank() ? 1 : Double.parseDouble(scale.strip());
      if (value > 0 && value <= MOST_SCALE) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new UserError("scale: " + scale + ", expected a number above 0, at most 100; 1 is full");
  }

  private List<Declaration> chosen() throws UserError {
    try {
      Pattern wanted = Pattern.compile(only.strip());
      List<Declaration> chosen =
          Benchmarks.all().stream().filter(b -> wanted.matcher(b.name()).find()).toList();
      if (chosen.isEmpty()) {
        throw new UserError(
            "only: %s fits no benchmark, expected some of %s"
                .formatted(
                    only,
                    Benchmarks.all().stream()
                        .map(Declaration::name)
                        .collect(Collectors.joining(", "))));
      }
      return chosen;
    } catch (PatternSyntaxException e) {
      throw new UserError("only: " + only + " is no regular expression: " + e.getDescription());
    }
  }

  private Path earlier() throws UserError {
    try {
      return Path.of(from);
    } catch (InvalidPathException e) {
      throw new UserError("from: " + from + " is not a path: " + e.getReason());
    }
  }

  private void report(Path file) throws UserError, IOException {
    Results results = ResultsCsv.read(file);
    List<Declaration> measured = chosen().stream().filter(results::has).toList();
    if (measured.isEmpty()) {
      throw new UserError(file + ": no results of the benchmarks that were asked for");
    }
    results.requireAll(measured);
    Report report = new Report(results, measured);
    System.out.println();
    System.out.println(report.text());
    Files.createDirectories(output);
    System.out.println("Written: " + report.draw(output, machine(file.resolveSibling(MACHINE))));
  }

  private static String machine(Path file) throws IOException {
    return Files.exists(file)
        ? Files.readString(file).strip()
        : "It is not recorded on which machine this was measured";
  }
}
