package dev.rouse.jmh.bench;

import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Effort;
import dev.rouse.jmh.bench.plan.Effort.Pass;
import dev.rouse.jmh.bench.plan.Group;
import dev.rouse.jmh.bench.result.Figure;
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
import org.openjdk.jmh.results.Result;
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
 * <p>The forks of a group's combinations take turns. What a transfer between two processors takes
 * may change by a factor of four from one minute to the next, when a virtual machine's host moves
 * them. One contender after the other would meet different machines; so each meets all of them, and
 * there are iterations of each on the same one, which the report compares.
 */
final class Measurement implements AutoCloseable {
  private static final String PACKAGE = "dev.rouse.jmh.";

  private final Path logFile;
  private final PrintStream log;
  private final Path resultsFile;
  private final List<RunResult> results = new ArrayList<>();

  /**
   * Opens the log.
   *
   * @param logFile where JMH's own output goes
   * @param resultsFile where the results go, as JMH's JSON
   */
  Measurement(Path logFile, Path resultsFile) throws IOException {
    this.logFile = logFile;
    this.resultsFile = resultsFile;
    this.log = new PrintStream(logFile.toFile(), StandardCharsets.UTF_8);
  }

  /**
   * Measures and writes the results, those so far after each group: a failure in the last minute
   * does not cost the others.
   */
  void run(List<Group> groups) throws UserError, IOException {
    Progress progress = new Progress(groups, System::nanoTime);
    System.out.println(progress.start());
    System.out.println("JMH's own output goes to " + logFile);
    for (Group group : groups) {
      List<List<RunResult>> forks = new ArrayList<>();
      group.combinations().forEach(combination -> forks.add(new ArrayList<>()));
      for (int round = 1; round <= group.effort().forks(); round++) {
        for (int i = 0; i < forks.size(); i++) {
          forks.get(i).add(measure(group.combinations().get(i), group.effort()));
        }
        System.out.println(progress.done(group, round));
      }
      for (int i = 0; i < forks.size(); i++) {
        RunResult result = Forks.join(forks.get(i));
        results.add(result);
        System.out.println("  " + group.combinations().get(i) + ": " + score(result));
      }
      writeResults();
    }
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
            .jvmArgsPrepend(Forks.option(effort.forks()))
            .warmupIterations(effort.warmup().iterations())
            .warmupTime(time(effort.warmup()))
            .measurementIterations(effort.measurement().iterations())
            .measurementTime(time(effort.measurement()))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true);
    combination.params().forEach(options::param);
    return options;
  }

  private static TimeValue time(Pass pass) {
    return TimeValue.milliseconds(pass.millis());
  }

  private static String score(RunResult result) {
    Result<?> score = result.getPrimaryResult();
    return new Figure(score.getScore(), score.getScoreError()).text("+/-")
        + " "
        + score.getScoreUnit();
  }

  private void writeResults() throws IOException {
    try (PrintStream out = new PrintStream(resultsFile.toFile(), StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
      if (out.checkError()) {
        throw new IOException(resultsFile + " cannot be written");
      }
    }
  }

  @Override
  public void close() {
    log.close();
  }
}
