package dev.rouse.jcstress.suite;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;

/** What all forks of a test saw together. */
final class Tally {
  private int forks;
  private long samples;
  private long acceptable;
  private long interesting;
  private long forbidden;
  private boolean control;
  private final List<String> failures = new ArrayList<>();

  void add(TestResult result) {
    forks++;
    samples += result.getTotalCount();
    if (result.status() != Status.NORMAL) {
      failures.add("status " + result.status() + " " + result.getMessages() + result.getVmErr());
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
            failures.add(
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

  /** Returns what the test has shown to be wrong: forbidden outcomes, and errors. */
  List<String> failures() {
    return failures;
  }

  /** Returns why the test has shown nothing, if it has not. */
  List<String> weaknesses() {
    List<String> weaknesses = new ArrayList<>();
    if (samples == 0) {
      weaknesses.add("no samples");
    }
    if (control && interesting == 0) {
      weaknesses.add(
          "the control never saw its interesting outcome: the run is too weak to show anything");
    }
    return weaknesses;
  }

  /** Returns the heading of a table of tallies. */
  static String heading() {
    return "%-52s %-10s %6s %15s %15s %15s %10s"
        .formatted("test", "barriers", "forks", "samples", "allowed", "interesting", "forbidden");
  }

  /** Returns a line of the table. */
  String line(String test, String barriers) {
    return "%-52s %-10s %6d %,15d %,15d %,15d %,10d"
        .formatted(test, barriers, forks, samples, acceptable, interesting, forbidden);
  }
}
