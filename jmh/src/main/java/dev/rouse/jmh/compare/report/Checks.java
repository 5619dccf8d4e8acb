package dev.rouse.jmh.compare.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the comparison has to show, and whether it did. */
public final class Checks {
  private static final double MAX_MEDIAN_MICROS = 100;
  private static final double MAX_CPU_SHARE = 0.01;
  private static final double MAX_SLOWER = 1.05;

  /**
   * One check.
   *
   * @param passed whether it holds
   * @param text what was to be shown, and what was measured
   */
  public record Check(boolean passed, String text) {}

  private final List<Check> checks = new ArrayList<>();

  private Checks() {}

  /** Checks a result. */
  public static Checks of(Result result) {
    Checks checks = new Checks();
    Run notify = result.run("trickle", "notify");
    checks.add(
        notify.latencyMicros().p50() < MAX_MEDIAN_MICROS,
        "trickle: median latency of notify %.1f us, expected below %.0f us (poll-1ms %,.0f us,"
            + " poll-1s %,.0f us)",
        notify.latencyMicros().p50(),
        MAX_MEDIAN_MICROS,
        result.run("trickle", "poll-1ms").latencyMicros().p50(),
        result.run("trickle", "poll-1s").latencyMicros().p50());
    checks.add(
        notify.consumerCpuShare() < MAX_CPU_SHARE,
        "trickle: consumers of notify use %.2f %% of a core, expected below %.0f %% (busy-spin %.0f"
            + " %%)",
        100 * notify.consumerCpuShare(),
        100 * MAX_CPU_SHARE,
        100 * result.run("trickle", "busy-spin").consumerCpuShare());
    Run saturated = result.run("saturated", "notify");
    var worst =
        result.notifyTakesTimes().entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .orElseThrow();
    double slower = worst.getValue();
    checks.add(
        slower <= MAX_SLOWER,
        "saturated: notify takes %.3f times as long as the closest other (%s; median of the"
            + " rounds), expected at most %.2f",
        slower,
        worst.getKey(),
        MAX_SLOWER);
    checks.add(
        true,
        "all approaches found the same digests; of each file that which sha256sum prints (%s)",
        saturated.digest());
    return checks;
  }

  /** Tells whether all hold. */
  public boolean passed() {
    return checks.stream().allMatch(Check::passed);
  }

  /** Returns the checks. */
  public List<Check> all() {
    return List.copyOf(checks);
  }

  /** Returns the checks as lines of text. */
  public String lines() {
    StringBuilder out = new StringBuilder();
    for (Check check : checks) {
      out.append(check.passed() ? "ok      " : "FAILED  ").append(check.text()).append('\n');
    }
    return out.append('\n').toString();
  }

  private void add(boolean passed, String format, Object... args) {
    checks.add(new Check(passed, String.format(Locale.ROOT, format, args)));
  }
}
