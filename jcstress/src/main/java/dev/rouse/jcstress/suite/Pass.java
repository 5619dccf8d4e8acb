package dev.rouse.jcstress.suite;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
   * @param arguments jcstress' arguments
   * @return the pass, or null if jcstress does not understand the arguments
   */
  static @Nullable Pass run(String barriers, SortedSet<String> tests, List<String> arguments)
      throws Exception {
    List<String> all = new ArrayList<>(arguments);
    int report = all.indexOf("-r");
    if (report >= 0) {
      // Each pass has a report of its own.
      all.set(report + 1, Path.of(all.get(report + 1), barriers).toString());
    }
    all.addAll(
        Arrays.asList(
            "-jvmArgsPrepend",
            "--enable-native-access=ALL-UNNAMED -Drouse.barrier="
                + (barriers.equals("symmetric") ? "symmetric" : "auto")
                + patience()));
    var options = new Options(all.toArray(new String[0]));
    if (!options.parse()) {
      return null;
    }
    var pass = new Pass(barriers);
    pass.run(tests, options);
    return pass;
  }

  private static String patience() {
    String millis = System.getProperty(Stopwatch.PATIENCE);
    return millis == null ? "" : " -D" + Stopwatch.PATIENCE + "=" + millis;
  }

  private void run(SortedSet<String> tests, Options options) throws Exception {
    var jcstress = new JCStress(options);
    SortedSet<String> expected = new TreeSet<>(tests);
    Pattern filter = Pattern.compile(options.getTestFilter());
    expected.removeIf(name -> !filter.matcher(name).find());
    if (!expected.equals(jcstress.getTests())) {
      weaknesses.add("the jar contains " + expected + ", jcstress lists " + jcstress.getTests());
    }
    Files.createDirectories(Path.of(options.getResultDest()));
    try {
      jcstress.run();
    } catch (AssertionError e) {
      // So jcstress reports failures. They are found again below, in the results.
      System.out.println("jcstress: " + e.getMessage());
    }
    var collector = new InProcessCollector();
    var reader = new DiskReadCollector(options.getResultFile(), collector);
    reader.dump();
    reader.close();
    for (TestResult result : collector.getTestResults()) {
      tallies.computeIfAbsent(result.getName(), name -> new Tally()).add(result);
    }
    for (String name : expected) {
      if (!tallies.containsKey(name)) {
        weaknesses.add(name + " did not run");
      }
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
