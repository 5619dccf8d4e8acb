package dev.rouse.jmh.compare.report;

import dev.rouse.jmh.compare.report.Bars.Series;
import dev.rouse.jmh.compare.verdict.Claim;
import dev.rouse.jmh.tool.Html;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The result as a page that needs nothing else: the answer, the idea, charts, verdicts, table. */
public final class Page {
  private static final String STYLE =
      """
      p.answer { font-size: 1.35rem; line-height: 1.4; font-weight: 600; }
      svg.idea { width: 100%; margin: .5rem 0; font-family: system-ui, sans-serif; }
      th:nth-child(-n+2), td:nth-child(-n+2) { text-align: left; }
      table { font-size: .78rem; } th, td { white-space: nowrap; padding: .3rem .35rem; }
      tr.notify { font-weight: bold; background: #fdf3e4; }
      .claims li { margin-bottom: .4rem; }
      .claims small { color: #555; display: block; font-size: .9rem; }
      .shown { color: #1a7f37; font-weight: 600; } .open { color: #9a6700; font-weight: 600; }
      """;

  private static final List<String> HEADS =
      List.of(
          "load",
          "approach",
          "MB/s",
          "waiting, %<br>of a core",
          "work, %<br>of a core",
          "p50<br>µs",
          "p99<br>µs",
          "max<br>µs",
          "heap bytes<br>per block",
          "stall p99<br>µs",
          "stall max<br>µs");

  private Page() {}

  /** Draws the page. */
  public static String draw(Result result) throws IOException {
    List<Run> trickle = result.runs("trickle").toList();
    List<Run> saturated = result.runs("saturated").toList();
    Html html = new Html("Rouse: polling, copying or being woken", STYLE);
    html.heading(1, "Polling, copying or being woken");
    html.raw("<p class=\"answer\">").text(result.answer()).raw("</p>\n");
    html.raw(Idea.SVG);
    html.raw(
        """
        <p>Here each approach hands 64 KiB blocks of a file to workers that compute their SHA-256.
        <b>poll-1s</b>, <b>poll-1ms</b> and <b>busy-spin</b> look into a ring again and again,
        <b>message-copy</b> and <b>message-serialized</b> send copies through a blocking queue, and
        <b>notify</b> submits each block as a job to Rouse's worker pool, which wakes the worker. The
        workers get a block in turn, and all compute the same digests of the same memory: only the
        hand-off differs.</p>
        """);
    chart(
        html,
        "A block every 10 ms: how long until work starts",
        "Microseconds from the publish to the start of the work. Less is better. Logarithmic"
            + " scale.",
        Bars.draw(
            trickle,
            "µs",
            true,
            "#,##0",
            new Series("median", run -> run.latencyMicros().p50()),
            new Series("99th percentile", run -> run.latencyMicros().p99())));
    chart(
        html,
        "A block every 10 ms: what waiting costs",
        "Processor time of all workers together, % of a core. Waiting is what the approach costs;"
            + " work is the digests, the same for all. Less is better. Logarithmic scale.",
        Bars.draw(
            trickle,
            "% of a core",
            true,
            "#,##0.##",
            new Series("waiting", run -> 100 * run.waiting()),
            new Series("work", run -> 100 * run.work())));
    chart(
        html,
        "As fast as possible: throughput",
        "Megabytes validated per second, median of %d rounds. More is better."
            .formatted(saturated.getFirst().rounds()),
        Bars.draw(saturated, "MB/s", false, "#,##0", new Series("throughput", Run::mbPerSecond)));
    chart(
        html,
        "As fast as possible: garbage",
        "Heap bytes that publisher and workers allocate for each block. Less is better. Logarithmic"
            + " scale.",
        Bars.draw(
            saturated,
            "bytes",
            true,
            "#,##0",
            new Series("allocated", run -> Math.max(1, run.bytesAllocatedPerBlock()))));
    claims(html, result);
    table(html, result);
    html.heading(2, "Digests")
        .facts("The same from all approaches, and what sha256sum prints.")
        .raw("<div class=\"scroll\"><pre>");
    for (Result.FileDigest file : result.files()) {
      html.text(file.digest() + "  " + file.name() + "\n");
    }
    return html.raw("</pre></div>\n").finish();
  }

  private static void chart(Html html, String title, String text, String svg) {
    html.heading(2, title).facts("%s", text).raw(svg);
  }

  private static void claims(Html html, Result result) {
    html.heading(2, "Verdicts")
        .facts(
            "Ratio: the other's figure divided by notify's, the median of the rounds, and its"
                + " spread. If 1 is within the spread, there is no difference.")
        .raw("<ul class=\"claims\">\n");
    for (Claim claim : result.claims()) {
      html.raw("<li><span class=\"%s\">".formatted(claim.shown() ? "shown" : "open"))
          .text(claim.verdict())
          .raw("</span>: ")
          .text(claim.text())
          .raw("<small>")
          .text(claim.reason())
          .raw("</small></li>\n");
    }
    html.raw("</ul>\n");
  }

  private static void table(Html html, Result result) {
    html.heading(2, "All figures").raw("<div class=\"scroll\"><table>\n<tr>");
    for (String head : HEADS) {
      html.raw("<th>").raw(head).raw("</th>");
    }
    html.raw("</tr>\n");
    for (Run run : result.runs()) {
      html.raw(
          String.format(
              Locale.ROOT,
              "<tr class=\"%s\"><td>%s</td><td>%s</td><td>%,.0f</td><td>%.2f</td><td>%.2f</td>"
                  + "<td>%,.1f</td><td>%,.1f</td><td>%,.1f</td><td>%,.0f</td><td>%,.0f</td>"
                  + "<td>%,.0f</td></tr>%n",
              run.approach(),
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
              run.stallMicros().max()));
    }
    html.raw("</table></div>\n");
    html.facts(
        "p50, p99, max: from the publish of a block to the start of its work. Stall: how late a"
            + " thread woke that slept for a millisecond during each measurement; a large one means"
            + " that the machine stood still.");
    html.facts(
        "%s. %s. Input: %s, %,d bytes in %d file(s), %d workers. Rounds in turn: %d saturated, %d"
            + " trickle.",
        result.machine(),
        result.jdk(),
        result.input(),
        result.inputBytes(),
        result.files().size(),
        result.workers(),
        result.run("saturated", "notify").rounds(),
        result.run("trickle", "notify").rounds());
  }
}
