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
import org.junit.jupiter.api.Test;

/** The results that are kept with the sources, and what the pages say of them. */
class CommittedResultsTest {
  private static final Path FOLDER = Path.of("results");
  private static final List<Path> PAGES = List.of(Path.of("README.md"), Path.of("docs/pools.md"));
  private static final Pattern CHART = Pattern.compile("results/charts/([\\w.-]+)\\)");
  private static final Pattern RESULT_ROW = Pattern.compile("\\| `\\w+` \\|(.*\\|){6}");
  private static final int MOST_LINES = 150;
  private static final int FEWEST_ROWS = 30;

  @Test
  void everyRowOfThePagesIsDrawnFromTheFigures() throws Exception {
    Results results = ResultsCsv.read(FOLDER.resolve("results.csv"));
    List<Declaration> measured = Benchmarks.all().stream().filter(results::has).toList();
    results.requireAll(measured);
    List<String> drawn =
        new Report(results, measured).text().lines().map(CommittedResultsTest::squeezed).toList();
    for (Path page : PAGES) {
      assertThat(Files.readAllLines(page))
          .as(page.toString())
          .hasSizeLessThanOrEqualTo(MOST_LINES)
          .filteredOn(line -> RESULT_ROW.matcher(line).matches())
          .hasSizeGreaterThanOrEqualTo(FEWEST_ROWS)
          .allSatisfy(row -> assertThat(drawn).contains(squeezed(row)));
    }
  }

  private static String squeezed(String row) {
    return row.replaceAll(" +", " ").replace("| |", "||");
  }

  @Test
  void thePicturesAreThoseThatThePagesShow() throws Exception {
    StringBuilder pages = new StringBuilder(Files.readString(Path.of("..", "README.md")));
    for (Path page : PAGES) {
      pages.append(Files.readString(page));
    }
    List<String> shown =
        CHART.matcher(pages).results().map((MatchResult found) -> found.group(1)).toList();
    List<String> declared =
        Benchmarks.all().stream()
            .flatMap(benchmark -> benchmark.charts().stream())
            .map(chart -> chart.file() + ".png")
            .toList();
    try (Stream<Path> kept = Files.list(FOLDER.resolve("charts"))) {
      assertThat(kept.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(shown.stream().distinct().toList())
          .allSatisfy(file -> assertThat(declared).contains(file));
    }
  }
}
