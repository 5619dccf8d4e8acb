package dev.rouse.jmh.compare.report;

import java.util.Locale;

/** The result as text. */
public final class Table {
  private Table() {}

  /** Returns the table. */
  public static String of(Result result) {
    StringBuilder out = new StringBuilder();
    line(out, "%s", result.machine());
    line(out, "%s", result.jdk());
    line(
        out,
        "%s: %,d bytes in %d file(s), SHA-256 of every 64 KiB block, %d workers",
        result.input(),
        result.inputBytes(),
        result.files().size(),
        result.workers());
    line(out, "");
    line(
        out,
        "%-10s %-19s %8s %8s %8s %7s %12s %12s %12s %12s",
        "load",
        "approach",
        "wall s",
        "MB/s",
        "CPU s",
        "core %",
        "p50 us",
        "p99 us",
        "max us",
        "B/block");
    for (Run run : result.runs()) {
      line(
          out,
          "%-10s %-19s %8.3f %8.0f %8.3f %7.2f %,12.1f %,12.1f %,12.1f %,12.0f",
          run.load(),
          run.approach(),
          run.wallSeconds(),
          run.mbPerSecond(),
          run.consumerCpuSeconds(),
          100 * run.consumerCpuShare(),
          run.latencyMicros().p50(),
          run.latencyMicros().p99(),
          run.latencyMicros().max(),
          run.bytesAllocatedPerBlock());
    }
    line(out, "");
    line(
        out,
        "CPU and core %%: all workers together. p50, p99, max: from the publish to the start of the"
            + " work.");
    line(out, "B/block: heap bytes that publisher and workers allocate for a block.");
    line(
        out,
        "Saturated: the input %d times over, the median of %d rounds.",
        result.saturatedPasses(),
        result.runs().getFirst().rounds());
    line(out, "");
    return out.toString();
  }

  private static void line(StringBuilder out, String format, Object... args) {
    out.append(String.format(Locale.ROOT, format, args)).append('\n');
  }
}
