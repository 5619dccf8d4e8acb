package dev.rouse.jmh.bench;

import dev.rouse.jmh.bench.goal.Goals;
import dev.rouse.jmh.bench.goal.Ratio;
import dev.rouse.jmh.bench.plan.Group;
import dev.rouse.jmh.bench.plan.Plan;
import dev.rouse.jmh.bench.plan.Scale;
import dev.rouse.jmh.bench.report.Page;
import dev.rouse.jmh.bench.report.Pictures;
import dev.rouse.jmh.bench.report.PlacementLines;
import dev.rouse.jmh.bench.report.RatioLines;
import dev.rouse.jmh.bench.result.JmhJson;
import dev.rouse.jmh.bench.result.Results;
import dev.rouse.jmh.tool.Html;
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
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs the benchmarks behind the project's claims of speed, compares them with its goals and draws
 * a page. A goal that is not met does not fail the run, because a noisy machine is no defect; a
 * benchmark that fails does.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures Rouse beside its peers, in about 40 minutes.")
public final class Bench implements Callable<Integer> {
  private static final String RESULTS = "results.json";
  private static final String MACHINE = "machine.txt";

  @Option(
      names = "--scale",
      description = "how long to measure in proportion to a full run; by default 1")
  private String scale = "";

  @Option(
      names = "--only",
      description = "a regular expression for the names of groups; by default all groups")
  private String only = "";

  @Option(
      names = "--from",
      description =
          "results.json of an earlier run: draws its page again and measures nothing; machine.txt"
              + " is read from the same folder")
  private String from = "";

  @Option(
      names = "--output",
      description = "the folder for results.json, machine.txt, jmh.log and index.html")
  private Path output = Path.of("bench");

  private Bench() {}

  /**
   * Measures, or draws a page from what was measured.
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
    List<Group> groups = Plan.groups(only, Scale.parse(scale));
    Files.createDirectories(output);
    Files.writeString(
        output.resolve(MACHINE),
        "%s, %s%n".formatted(Machine.describe(), LocalDate.now(ZoneOffset.UTC)));
    Path results = output.resolve(RESULTS);
    try (Measurement measurement = new Measurement(output.resolve("jmh.log"), results)) {
      measurement.run(groups);
    }
    forgetFolders(results);
    System.out.println("Written: " + results);
    return results;
  }

  /** Results are kept and passed on: where this machine has its Java is nobody's concern. */
  private static void forgetFolders(Path results) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Files.writeString(results, Files.readString(results).replace(java, "java"));
  }

  private Path earlier() throws UserError {
    try {
      return Path.of(from);
    } catch (InvalidPathException e) {
      throw new UserError("from: " + from + " is not a path: " + e.getReason());
    }
  }

  private void report(Path file) throws UserError, IOException {
    Results results = JmhJson.read(file).inSamePlacement();
    List<Group> groups =
        Plan.groups(only, new Scale(1)).stream().filter(g -> results.has(g.name())).toList();
    if (groups.isEmpty()) {
      throw new UserError(file + ": no results of the groups that were asked for");
    }
    results.requireAll(groups);
    List<Ratio> ratios = Goals.compare(results, groups);
    System.out.println();
    System.out.print(RatioLines.of(ratios));
    System.out.print(PlacementLines.of(results, groups));
    System.out.println();
    String machine = machine(file.resolveSibling(MACHINE));
    Files.createDirectories(output);
    Path page = output.resolve("index.html");
    Pictures pictures = new Pictures(output.resolve("charts"));
    Html.write(page, () -> new Page(results, groups, ratios).draw(machine, pictures));
    System.out.println("Written: " + page);
  }

  private static String machine(Path file) throws IOException {
    return Files.exists(file)
        ? Files.readString(file).strip()
        : "It is not recorded on which machine this was measured";
  }
}
