package dev.rouse.jmh.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.jmh.bench.plan.Benchmarks;
import dev.rouse.jmh.bench.plan.Declaration;
import dev.rouse.jmh.bench.result.Results;
import dev.rouse.jmh.bench.result.ResultsCsv;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The results that are kept with the sources, and what the pages say of them. */
class CommittedResultsTest {
  /**
   * Results of one run, and the pages that show them: at most so many lines, some rows at least.
   */
  record Published(Path folder, List<Path> pages, int mostLines, int fewestRows) {
    Results results() throws Exception {
      return ResultsCsv.read(folder.resolve("results.csv"));
    }

    /** How the pages link to a chart. */
    Pattern chart() {
      return Pattern.compile(folder + "/charts/([\\w.-]+)\\)");
    }
  }

  private static final Published ALL =
      new Published(
          Path.of("results"), List.of(Path.of("README.md"), Path.of("docs/pools.md")), 150, 30);

  private static final Published PROCESSES =
      new Published(Path.of("results/processes"), List.of(Path.of("docs/processes.md")), 150, 15);

  private static final Pattern RESULT_ROW = Pattern.compile("\\| `\\w+` \\|(.*\\|){6}");

  static List<Published> published() {
    return List.of(ALL, PROCESSES);
  }

  @ParameterizedTest
  @MethodSource("published")
  void everyRowOfThePagesIsDrawnFromTheFigures(Published published) throws Exception {
    Results results = published.results();
    List<Declaration> measured = Benchmarks.all().stream().filter(results::has).toList();
    results.requireAll(measured);
    List<String> drawn =
        new Report(results, measured).text().lines().map(CommittedResultsTest::squeezed).toList();
    for (Path page : published.pages()) {
      assertThat(Files.readAllLines(page))
          .as(page.toString())
          .hasSizeLessThanOrEqualTo(published.mostLines())
          .filteredOn(line -> RESULT_ROW.matcher(line).matches())
          .hasSizeGreaterThanOrEqualTo(published.fewestRows())
          .allSatisfy(row -> assertThat(drawn).contains(squeezed(row)));
    }
  }

  private static String squeezed(String row) {
    return row.replaceAll(" +", " ").replace("| |", "||");
  }

  @ParameterizedTest
  @MethodSource("published")
  void thePicturesAreThoseThatThePagesShow(Published published) throws Exception {
    StringBuilder pages = new StringBuilder(Files.readString(Path.of("..", "README.md")));
    for (Path page : published.pages()) {
      pages.append(Files.readString(page));
    }
    List<String> shown =
        published
            .chart()
            .matcher(pages)
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();
    List<String> declared =
        Benchmarks.all().stream()
            .flatMap(benchmark -> benchmark.charts().stream())
            .map(chart -> chart.file() + ".png")
            .toList();
    try (Stream<Path> kept = Files.list(published.folder().resolve("charts"))) {
      assertThat(kept.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(shown.stream().distinct().toList())
          .allSatisfy(file -> assertThat(declared).contains(file));
    }
  }
}
