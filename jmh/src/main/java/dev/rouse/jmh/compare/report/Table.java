package dev.rouse.jmh.compare.report;

import dev.rouse.jmh.compare.verdict.Claim;
import java.util.Locale;

/** The result as text. */
public final class Table {
  private Table() {}

  /** Returns the answer, the verdicts and the table. */
  public static String of(Result result) {
    StringBuilder out = new StringBuilder();
    line(out, "%s", result.answer());
    line(out, "");
    for (Claim claim : result.claims()) {
      line(out, "%s: %s", claim.verdict(), claim.text());
      line(out, "    %s", claim.reason());
    }
    line(
        out,
        "shown: all approaches found the digests that sha256sum prints (%s)",
        result.runs().getFirst().digest());
    line(out, "");
    line(
        out,
        "%-9s %-18s %6s %9s %7s %11s %11s %11s %9s %10s %10s",
        "load",
        "approach",
        "MB/s",
        "waiting %",
        "work %",
        "p50 us",
        "p99 us",
        "max us",
        "B/block",
        "stall p99",
        "stall max");
    for (Run run : result.runs()) {
      line(
          out,
          "%-9s %-18s %6.0f %9.2f %7.2f %,11.1f %,11.1f %,11.1f %,9.0f %,10.0f %,10.0f",
          run.load(),
          run.approach(),
          run.mbPerSecond(),
          100 * run.waiting(),
          100 * run.work(),
          run.latencyMicros().p50(),
          run.latencyMicros().p99(),
          run.latencyMicros().max(),
          run.bytesAllocatedPerBlock(),
          run.stallMicros().p99(),
          run.stallMicros().max());
    }
    line(out, "");
    line(
        out,
        "waiting, work: processor time of all workers without and of the digests, %% of a core.");
    line(out, "p50, p99, max: from the publish of a block to the start of its work.");
    line(out, "B/block: heap bytes that publisher and workers allocate for a block.");
    line(
        out,
        "stall: how late a thread woke that slept 1 ms, us. If large, the machine stood still.");
    line(
        out, "ratio: the other's figure divided by notify's, median of the rounds and its spread.");
    line(out, "");
    line(
        out,
        "%s: %,d bytes in %d file(s), SHA-256 of every 64 KiB block, %d workers",
        result.input(),
        result.inputBytes(),
        result.files().size(),
        result.workers());
    line(
        out,
        "rounds in turn: %d saturated, %d trickle (a block every 10 ms)",
        result.run("saturated", "notify").rounds(),
        result.run("trickle", "notify").rounds());
    line(out, "%s", result.machine());
    line(out, "%s", result.jdk());
    line(out, "");
    return out.toString();
  }

  private static void line(StringBuilder out, String format, Object... args) {
    out.append(String.format(Locale.ROOT, format, args)).append('\n');
  }
}
