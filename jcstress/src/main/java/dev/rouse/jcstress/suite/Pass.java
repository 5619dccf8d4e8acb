package dev.rouse.jcstress.suite;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;

/** One run of jcstress over the suite, with one kind of barriers. */
final class Pass {
  private final String barriers;
  private final SortedMap<String, Tally> tallies = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();
  private final List<String> weaknesses = new ArrayList<>();

  private Pass(String barriers) {
    this.barriers = barriers;
  }

  /**
   * Runs the tests.
   *
   * @param barriers what is in force: asymmetric, or symmetric
   * @param tests the tests that there are, whatever jcstress thinks
   * @param compilers those of which each test has a JVM with that one alone; if there are none, it
   *     has one for each mode that jcstress knows
   * @param arguments jcstress' arguments
   * @return the pass, or null if jcstress does not understand the arguments
   */
  static @Nullable Pass run(
      String barriers,
      SortedSet<String> tests,
      SortedSet<JitCompiler> compilers,
      List<String> arguments)
      throws Exception {
    List<String> all = new ArrayList<>(arguments);
    // Each pass has a report of its own, and each compiler has one in it.
    int report = all.indexOf("-r");
    if (report < 0) {
      all.addAll(List.of("-r", "results"));
      report = all.size() - 2;
    }
    all.set(report + 1, Path.of(all.get(report + 1), barriers).toString());
    all.addAll(
        List.of(
            "-jvmArgsPrepend",
            "--enable-native-access=ALL-UNNAMED -Drouse.barrier="
                + (barriers.equals("symmetric") ? "symmetric" : "auto")
                + patience()));
    var options = new Options(all.toArray(new String[0]));
    if (!options.parse()) {
      return null;
    }
    var pass = new Pass(barriers);
    pass.run(tests, compilers, all, options);
    return pass;
  }

  private static String patience() {
    String millis = System.getProperty(Stopwatch.PATIENCE);
    return millis == null ? "" : " -D" + Stopwatch.PATIENCE + "=" + millis;
  }

  private void run(
      SortedSet<String> tests,
      SortedSet<JitCompiler> compilers,
      List<String> arguments,
      Options options)
      throws Exception {
    var jcstress = new JCStress(options);
    SortedSet<String> expected = new TreeSet<>(tests);
    Pattern filter = Pattern.compile(options.getTestFilter());
    expected.removeIf(name -> !filter.matcher(name).find());
    if (!expected.equals(jcstress.getTests())) {
      weaknesses.add("the jar contains " + expected + ", jcstress lists " + jcstress.getTests());
    }
    Path reports = Path.of(options.getResultDest());
    Files.createDirectories(reports);
    if (compilers.isEmpty()) {
      try {
        jcstress.run();
      } catch (AssertionError e) {
        // So jcstress reports failures. They are found again below, in the results.
        System.out.println("jcstress: " + e.getMessage());
      }
      take(Path.of(options.getResultFile()), expected, "");
    }
    for (JitCompiler compiler : compilers) {
      Path report = reports.resolve(compiler.name().toLowerCase(Locale.ROOT)).toAbsolutePath();
      var own = new ArrayList<>(arguments);
      own.set(own.indexOf("-r") + 1, report.toString());
      take(compiler.run(own, report), expected, " with " + compiler);
    }
    if (expected.isEmpty()) {
      weaknesses.add("no test matches " + options.getTestFilter());
    }
    tallies.forEach(
        (name, tally) -> {
          tally.failures().forEach(failure -> failures.add(name + ": " + failure));
          tally.weaknesses().forEach(weakness -> weaknesses.add(name + ": " + weakness));
        });
  }

  /** Adds the results of a run of jcstress, which may have ended before all tests had run. */
  private void take(Path results, SortedSet<String> expected, String how) throws Exception {
    var collector = new InProcessCollector();
    var reader = new DiskReadCollector(results.toString(), collector);
    reader.dump();
    reader.close();
    SortedSet<String> missing = new TreeSet<>(expected);
    for (TestResult result : collector.getTestResults()) {
      tallies.computeIfAbsent(result.getName(), name -> new Tally()).add(result);
      missing.remove(result.getName());
    }
    missing.forEach(name -> weaknesses.add(name + " did not run" + how));
  }

  /** Returns what was shown to be wrong. */
  List<String> failures() {
    return failures;
  }

  /** Returns why the pass has not shown what it should. */
  List<String> weaknesses() {
    return weaknesses;
  }

  /** Returns how many tests have run. */
  int size() {
    return tallies.size();
  }

  /** Prints the table of tests. */
  void print(PrintStream out) {
    out.printf("%n%s%n", Tally.heading());
    tallies.forEach(
        (name, tally) ->
            out.println(tally.line(name.replace("dev.rouse.jcstress.", ""), barriers)));
    out.println();
  }
}
