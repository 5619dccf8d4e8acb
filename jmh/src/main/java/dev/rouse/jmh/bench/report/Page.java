package dev.rouse.jmh.bench.report;

import dev.rouse.jmh.bench.goal.Ratio;
import dev.rouse.jmh.bench.plan.Group;
import dev.rouse.jmh.bench.result.Result;
import dev.rouse.jmh.bench.result.Results;
import dev.rouse.jmh.tool.Html;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All that was measured, as a page. */
public final class Page {
  private final Results results;
  private final List<Group> groups;
  private final List<Ratio> ratios;

  /**
   * Makes a page.
   *
   * @param results what was measured
   * @param groups the groups that are shown; each is complete
   * @param ratios what was compared with the goals
   */
  public Page(Results results, List<Group> groups, List<Ratio> ratios) {
    this.results = results;
    this.groups = List.copyOf(groups);
    this.ratios = List.copyOf(ratios);
  }

  /**
   * Draws the page.
   *
   * @param machine what it was measured on
   * @param pictures keeps the charts beside the page
   */
  public String draw(String machine, Pictures pictures) throws IOException {
    Html html = new Html("Rouse: how fast it is", RatioTable.STYLE + FigureTables.STYLE);
    html.heading(1, "How fast Rouse is beside its peers");
    html.facts("%s.", machine);
    html.facts("%s. VM options: %s.", distinct(r -> r.jvm().name()), options());
    html.facts(
        "Measured with JMH. An error is half of a confidence interval of 99.9 %% over all"
            + " iterations of all forks, as JMH computes it, over up to five blocks of each fork"
            + " where iterations are short; the black bars in the charts are the interval.");
    if (groups.stream().anyMatch(group -> results.placement(group.name()).isPresent())) {
      html.facts(
          "The host of a virtual machine moves its processors. Where two threads spin, how far"
              + " these are from each other is measured before and after each iteration, and only"
              + " iterations with the same distance are compared: which ones, the table at the end"
              + " says.");
    }
    if (!ratios.isEmpty()) {
      goals(html);
    }
    Sections sections = new Sections(html, results, pictures);
    for (Group group : groups) {
      sections.add(group.name());
    }
    html.heading(2, "Allocation")
        .facts(
            "Bytes on the heap for each operation of Rouse, on all threads together. What the"
                + " measuring itself allocates is shared out to the operations of an iteration, so"
                + " it shows most where they take long; 0 stands for less than a hundredth of a"
                + " byte.");
    FigureTables.addAllocation(html, results, groups);
    html.heading(2, "How long it was measured");
    FigureTables.addEfforts(html, results, groups);
    html.heading(2, "All figures");
    FigureTables.addAll(html, results, groups);
    return html.finish();
  }

  private void goals(Html html) {
    html.heading(2, "Goals")
        .facts("%s.", RatioLines.summary(ratios))
        .facts(
            "Each ratio is the peer's time by Rouse's: above 1 (the grey line), Rouse is faster."
                + " Its error comes from both figures' errors. The green mark is the goal. \"No"
                + " difference\" means that the error bars of the two figures overlap; it is all"
                + " right where the goal is only not to be slower, \"not below\".");
    RatioTable.addTo(html, ratios);
  }

  private String options() {
    String options = distinct(r -> r.jvm().options());
    return options.isEmpty() ? "none" : options;
  }

  private String distinct(Function<Result, String> fact) {
    return results.all().stream().map(fact).distinct().collect(Collectors.joining("; or "));
  }
}
