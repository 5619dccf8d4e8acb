package dev.rouse.jmh.bench.report;

import dev.rouse.jmh.bench.goal.Ratio;
import dev.rouse.jmh.bench.goal.Verdict;
import java.util.List;
import java.util.Locale;

/** The ratios as text. */
public final class RatioLines {
  private RatioLines() {}

  /** Returns a line for each ratio, with a heading for each group, and the numbers of verdicts. */
  public static String of(List<Ratio> ratios) {
    StringBuilder out = new StringBuilder();
    out.append("Throughput in proportion to others; above 1, Rouse is faster.\n");
    String group = "";
    for (Ratio ratio : ratios) {
      if (!ratio.goal().mine().group().equals(group)) {
        group = ratio.goal().mine().group();
        out.append(group).append('\n');
      }
      String line =
          String.format(
              Locale.ROOT,
              "  %-13s  %-26s  %-48s  %-16s  %s",
              ratio.verdict().label(),
              ratio.goal().what(),
              ratio.title(),
              ratio.value().text("+/-"),
              ratio.wanted());
      out.append(line.stripTrailing()).append('\n');
    }
    return out.append(summary(ratios)).append('\n').toString();
  }

  /** Returns how many ratios have which verdict. */
  static String summary(List<Ratio> ratios) {
    long fine = ratios.stream().filter(RatioLines::isNoDifferenceAsWished).count();
    return "%d met, %d not met, %d no difference (%d of them where that is the goal), %d without a goal%s"
        .formatted(
            count(ratios, Verdict.MET),
            count(ratios, Verdict.NOT_MET),
            count(ratios, Verdict.NO_DIFFERENCE),
            fine,
            count(ratios, Verdict.SHOWN),
            count(ratios, Verdict.UNKNOWN) == 0
                ? ""
                : ", %d of unknown error".formatted(count(ratios, Verdict.UNKNOWN)));
  }

  private static boolean isNoDifferenceAsWished(Ratio ratio) {
    return ratio.verdict() == Verdict.NO_DIFFERENCE && ratio.good();
  }

  private static long count(List<Ratio> ratios, Verdict verdict) {
    return ratios.stream().filter(ratio -> ratio.verdict() == verdict).count();
  }
}
