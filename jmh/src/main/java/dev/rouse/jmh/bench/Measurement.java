package dev.rouse.jmh.bench;

import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Declaration;
import dev.rouse.jmh.bench.plan.Effort;
import dev.rouse.jmh.bench.plan.Effort.Pass;
import dev.rouse.jmh.bench.result.Raw;
import dev.rouse.jmh.bench.result.Results;
import dev.rouse.jmh.bench.result.ResultsCsv;
import dev.rouse.jmh.bench.result.Row;
import dev.rouse.jmh.tool.UserError;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs JMH, once for each fork of each combination: so that no senseless combinations are run, and
 * a failure has a name.
 *
 * <p>The forks of a benchmark's combinations take turns. What a transfer between two processors
 * takes may change by a factor of four from one minute to the next, when a virtual machine's host
 * moves them. One contender after the other would meet different machines; so each meets all of
 * them, and there are iterations of each on the same one, which the report compares.
 */
final class Measurement implements AutoCloseable {
  private static final String PACKAGE = "dev.rouse.jmh.";

  private final Path logFile;
  private final PrintStream log;
  private final Path rawFile;
  private final Path resultsFile;
  private final List<RunResult> runs = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  /**
   * Opens the log.
   *
   * @param folder where {@code jmh.log}, JMH's own output, {@code jmh.json}, its results, each fork
   *     by itself, and {@code results.csv} go
   */
  Measurement(Path folder) throws IOException {
    this.logFile = folder.resolve("jmh.log");
    this.rawFile = folder.resolve("jmh.json");
    this.resultsFile = folder.resolve("results.csv");
    this.log = new PrintStream(logFile.toFile(), StandardCharsets.UTF_8);
  }

  /**
   * Measures and writes the results, those so far after each benchmark: a failure in the last
   * minute does not cost the others.
   *
   * @return the file with the figures
   */
  Path run(List<Declaration> benchmarks) throws UserError, IOException {
    Progress progress = new Progress(benchmarks, System::nanoTime);
    System.out.println(progress.start());
    System.out.println("JMH's own output goes to " + logFile);
    for (Declaration benchmark : benchmarks) {
      List<List<RunResult>> forks = new ArrayList<>();
      benchmark.combinations().forEach(combination -> forks.add(new ArrayList<>()));
      for (int round = 1; round <= benchmark.effort().forks(); round++) {
        for (int i = 0; i < forks.size(); i++) {
          forks.get(i).add(measure(benchmark.combinations().get(i), benchmark.effort()));
        }
        System.out.println(progress.done(benchmark, round));
      }
      List<Raw> raw = new ArrayList<>();
      for (int i = 0; i < forks.size(); i++) {
        raw.add(Raw.of(benchmark.combinations().get(i), forks.get(i)));
        runs.addAll(forks.get(i));
      }
      rows.addAll(Raw.reduce(raw));
      writeResults();
    }
    return resultsFile;
  }

  private RunResult measure(Combination combination, Effort effort) throws UserError {
    Collection<RunResult> found;
    PrintStream console = System.out;
    // JMH copies there what a benchmark prints.
    System.setOut(log);
    try {
      found =
          new Runner(
                  options(combination, effort).build(),
                  OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL))
              .run();
    } catch (RunnerException e) {
      throw new UserError(
          "%s failed: %s; %s says more".formatted(combination, root(e).getMessage(), logFile));
    } finally {
      System.setOut(console);
    }
    if (found.size() != 1) {
      throw new UserError(
          "%s: %d results, expected one; %s says more"
              .formatted(combination, found.size(), logFile));
    }
    return found.iterator().next();
  }

  /** Returns what the benchmark threw, which JMH keeps as a cause or as a suppressed exception. */
  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null || root.getSuppressed().length > 0) {
      root = root.getCause() != null ? root.getCause() : root.getSuppressed()[0];
    }
    return root;
  }

  private static ChainedOptionsBuilder options(Combination combination, Effort effort) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(PACKAGE + combination.benchmark()) + "$")
            .threads(combination.threads())
            .forks(1)
            .warmupIterations(effort.warmup().iterations())
            .warmupTime(time(effort.warmup()))
            .measurementIterations(effort.measurement().iterations())
            .measurementTime(time(effort.measurement()))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true);
    options.param("contender", combination.contender().name());
    if (!combination.parameter().isEmpty()) {
      options.param(combination.parameter(), String.valueOf(combination.value()));
    }
    return options;
  }

  private static TimeValue time(Pass pass) {
    return TimeValue.milliseconds(pass.millis());
  }

  private void writeResults() throws IOException {
    ResultsCsv.write(resultsFile, new Results(rows));
    try (PrintStream out = new PrintStream(rawFile.toFile(), StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(runs);
      if (out.checkError()) {
        throw new IOException(rawFile + " cannot be written");
      }
    }
  }

  @Override
  public void close() {
    log.close();
  }
}
