package dev.rouse.jcstress.suite;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;

/**
 * Runs jcstress and judges the run more strictly than jcstress does. jcstress is content with a run
 * that matched no test, and leaves out a test that needs more threads than the machine has; here
 * each test that the jar contains must have run, without an error, a forbidden outcome, or an empty
 * result, and each control (a test with an interesting outcome) must have seen what it is there to
 * see.
 */
public final class Suite {
  private Suite() {}

  /**
   * Runs the suite.
   *
   * @param args the jar with the tests, then the arguments for jcstress
   * @throws Exception if the run could not be made
   */
  @SuppressWarnings("SystemExitOutsideMain")
  public static void main(String[] args) throws Exception {
    var options = new Options(Arrays.copyOfRange(args, 1, args.length));
    if (!options.parse()) {
      System.exit(2);
    }
    SortedSet<String> expected = testsIn(Path.of(args[0]));
    var jcstress = new JCStress(options);
    List<String> problems = new ArrayList<>();
    if (options.getTestFilter().equals(".*") && !expected.equals(jcstress.getTests())) {
      problems.add("the jar contains " + expected + ", jcstress lists " + jcstress.getTests());
    }
    Files.createDirectories(Path.of(options.getResultDest()));
    try {
      jcstress.run();
    } catch (AssertionError e) {
      // So jcstress reports failures. They are found again below, in the results.
      problems.add("jcstress: " + e.getMessage());
    }
    Map<String, Tally> tallies = tally(options.getResultFile());
    expected.removeIf(name -> !name.matches("(.*?)" + options.getTestFilter() + "(.*?)"));
    for (String name : expected) {
      if (!tallies.containsKey(name)) {
        problems.add(name + " did not run");
      }
    }
    tallies.forEach((name, tally) -> tally.problems().forEach(p -> problems.add(name + ": " + p)));
    if (expected.isEmpty()) {
      problems.add("no test matches " + options.getTestFilter());
    }
    print(System.out, tallies);
    if (!problems.isEmpty()) {
      problems.forEach(problem -> System.out.println("FAILED " + problem));
      System.exit(1);
    }
    System.out.println("All " + expected.size() + " tests ran; nothing forbidden was seen.");
  }

  /** Returns the classes in a jar that carry the annotation, whatever jcstress' own list says. */
  private static SortedSet<String> testsIn(Path jar) throws IOException, ClassNotFoundException {
    var tests = new TreeSet<String>();
    try (var file = new JarFile(jar.toFile())) {
      for (var entry : file.stream().toList()) {
        String name = entry.getName();
        if (name.startsWith("dev/rouse/jcstress/") && name.matches("[^$]*\\.class")) {
          String className = name.replace(".class", "").replace('/', '.');
          if (!className.endsWith("_jcstress")
              && Class.forName(className, false, Suite.class.getClassLoader())
                  .isAnnotationPresent(JCStressTest.class)) {
            tests.add(className);
          }
        }
      }
    }
    return tests;
  }

  private static Map<String, Tally> tally(String resultFile) throws Exception {
    var collector = new InProcessCollector();
    var reader = new DiskReadCollector(resultFile, collector);
    reader.dump();
    reader.close();
    var tallies = new TreeMap<String, Tally>();
    for (TestResult result : collector.getTestResults()) {
      tallies.computeIfAbsent(result.getName(), name -> new Tally()).add(result);
    }
    return tallies;
  }

  private static void print(PrintStream out, Map<String, Tally> tallies) {
    out.printf(
        "%n%-62s %6s %14s %14s %14s %10s%n",
        "test", "forks", "samples", "acceptable", "interesting", "forbidden");
    tallies.forEach(
        (name, tally) ->
            out.printf(
                "%-62s %6d %,14d %,14d %,14d %,10d%n",
                name.replace("dev.rouse.jcstress.", ""),
                tally.forks,
                tally.samples,
                tally.acceptable,
                tally.interesting,
                tally.forbidden));
    out.println();
  }

  /** What all forks of a test saw together. */
  private static final class Tally {
    private int forks;
    private long samples;
    private long acceptable;
    private long interesting;
    private long forbidden;
    private boolean control;
    private final List<String> errors = new ArrayList<>();

    void add(TestResult result) {
      forks++;
      samples += result.getTotalCount();
      if (result.status() != org.openjdk.jcstress.infra.Status.NORMAL) {
        errors.add("status " + result.status() + " " + result.getMessages() + result.getVmErr());
      }
      for (GradingResult grading : result.grading().gradingResults.values()) {
        switch (grading.expect) {
          case Expect.ACCEPTABLE -> acceptable += grading.count;
          case Expect.ACCEPTABLE_INTERESTING -> {
            control = true;
            interesting += grading.count;
          }
          default -> {
            forbidden += grading.count;
            if (grading.count > 0) {
              errors.add(
                  "saw %s %d times (%s) with %s"
                      .formatted(
                          grading.id,
                          grading.count,
                          grading.description,
                          result.getConfig().jvmArgs));
            }
          }
        }
      }
    }

    List<String> problems() {
      var problems = new ArrayList<>(errors);
      if (samples == 0) {
        problems.add("no samples");
      }
      if (control && interesting == 0) {
        problems.add(
            "the control never saw its weak outcome: the run is too weak to show anything");
      }
      return problems;
    }
  }
}
