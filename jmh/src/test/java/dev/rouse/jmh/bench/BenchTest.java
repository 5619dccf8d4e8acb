package dev.rouse.jmh.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.jmh.bench.plan.Benchmarks;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchTest {
  @TempDir Path folder = Path.of("");

  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void catchOutput() {
    PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(stream);
    System.setErr(stream);
  }

  @AfterEach
  void restoreOutput() {
    System.setOut(realOut);
    System.setErr(realErr);
  }

  @Test
  void drawsAllBenchmarksFromEarlierResults() throws Exception {
    SyntheticResults.write(results(), c -> true);
    Files.writeString(folder.resolve("machine.txt"), "Some CPU <1>, 2 processors\n");
    assertThat(draw()).isZero();
    String error = " . [\\d.]+ +\\| ";
    assertThat(output())
        .containsPattern("ring 13.2 .* Agrona 26.4 .* 2.00" + error + "at least 2.00 +\\| met")
        .containsPattern(
            "ring 10.4 .* Agrona 20.8 .* 2.00" + error + "at least 2.50 +\\| \\*\\*not met")
        .containsPattern("JCTools, prep.* 1.00" + error + "not below 0.91 +\\| no difference")
        .containsPattern("array .bound. 104 .* Disruptor 13.5 .* 0.130" + error + " +\\| no goal")
        .contains("RoundTrip: 60 of 60 iterations, with 58 to 62 ns from core to core.\n")
        .contains("Written: " + folder.resolve("index.html"));
    List<String> charts =
        Benchmarks.all().stream()
            .flatMap(benchmark -> benchmark.charts().stream())
            .map(chart -> chart.file() + ".png")
            .toList();
    for (String chart : charts) {
      BufferedImage picture = ImageIO.read(folder.resolve("charts", chart).toFile());
      assertThat(picture.getWidth()).as(chart).isGreaterThan(800);
      assertThat(folder.resolve("charts", chart)).isNotEmptyFile();
    }
    assertThat(folder.resolve("index.html"))
        .content()
        .contains("Some CPU &lt;1&gt;, 2 processors.")
        .contains("<td>not met</td>")
        .contains("4 forks, 3 x 400 ms of warm-up and 40 x 50 ms measured in each.")
        .contains(charts.stream().map(chart -> "src=\"charts/" + chart + "\"").toList())
        .doesNotContain("NaN");
  }

  @Test
  void aMissingCombinationFails() throws Exception {
    SyntheticResults.write(results(), c -> !c.toString().equals("BurstCost.burst AGRONA burst=16"));
    assertThat(draw()).isEqualTo(1);
    assertThat(output()).contains("expected one each: BurstCost.burst AGRONA burst=16");
    assertThat(folder.resolve("index.html")).doesNotExist();
  }

  @Test
  void resultsOfOtherBenchmarksFail() throws Exception {
    SyntheticResults.write(results(), c -> false);
    assertThat(draw()).isEqualTo(1);
    assertThat(output()).contains("no results of the benchmarks that were asked for");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--scale=0",
        "--scale=NaN",
        "--scale=101",
        "--scale=half",
        "--only=Nothing",
        "--only=(",
        "--from=missing.csv"
      })
  void refusesWrongOptions(String option) {
    assertThat(Bench.run(option, "--output=" + folder.resolve("out"))).isEqualTo(1);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private Path results() {
    return folder.resolve("results.csv");
  }

  private int draw() {
    return Bench.run("--from=" + results(), "--output=" + folder);
  }

  private String output() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
