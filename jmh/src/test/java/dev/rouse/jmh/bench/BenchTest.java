package dev.rouse.jmh.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.jmh.bench.goal.Goals;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchTest {
  private static final int CHARTS = 10 + 2 * 3; // three each for records that come with gaps

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
  void drawsAllGroupsFromEarlierResults() throws Exception {
    SyntheticResults.write(folder.resolve("results.json"), c -> true);
    Files.writeString(folder.resolve("machine.txt"), "Some CPU <1>, 2 processors\n");
    assertThat(draw()).isZero();
    assertThat(output())
        .containsPattern("met +8 B +ring / Agrona +2.00 \\+/- 0.11 +at least 1.50")
        .containsPattern("NOT MET +8 B +ring / Disruptor +1.30 \\+/- 0.07 +at least 1.50")
        .containsPattern("no difference +8 B +ring / JCTools +1.03 \\+/- 0.06 +not below 1.00")
        .containsPattern("no goal +8 B +ring / AgronaUnchecked +1.80 ")
        .containsPattern("met +8 B +channel / ArrayBlockingQueue \\(best\\) +5.45 ")
        .contains("RoundTrip: 60 iterations with 58 to 62 ns from core to core\n")
        .doesNotContain("SideCost: ")
        .contains("Written: " + folder.resolve("index.html"));
    String page = Files.readString(folder.resolve("index.html"));
    try (Stream<Path> charts = Files.list(folder.resolve("charts"))) {
      assertThat(charts)
          .as("each chart of the page, as a picture that stands by itself")
          .hasSize(CHARTS)
          .allSatisfy(
              chart ->
                  assertThat(chart)
                      .content()
                      .startsWith("<svg")
                      .contains("xmlns=\"http://www.w3.org/2000/svg\""));
    }
    assertThat(page)
        .contains("Some CPU &lt;1&gt;, 2 processors.")
        .contains("OpenJDK 64-Bit Server VM 25.0.1+8-LTS, JMH 1.37")
        .contains("VM options: --enable-native-access=ALL-UNNAMED")
        .contains("<span class=\"verdict bad\">NOT MET</span></td><td>8 B</td><td>ring / Disruptor")
        .contains("<td>SpscThroughput.transfer link=ring payload=8</td><td>0</td>")
        .contains("5 forks, each 3 x 400 ms to warm up and 40 x 50 ms measured")
        .contains("<td>60 iterations with 58 to 62 ns from core to core</td>")
        .contains("only iterations with the same distance are compared")
        .doesNotContain("NaN")
        .doesNotContain("href=")
        .doesNotContain("src=");
    assertThat(page.split("</svg>", -1)).hasSize(CHARTS + Goals.all().size() + 1);
  }

  @Test
  void drawsOnlyTheGroupsThatWereMeasured() throws Exception {
    SyntheticResults.write(folder.resolve("results.json"), c -> c.group().equals("RoundTrip"));
    assertThat(draw()).isZero();
    assertThat(Files.readString(folder.resolve("index.html")))
        .contains("Unloaded round trip", "not recorded on which machine")
        .doesNotContain("SpscThroughput");
  }

  @Test
  void aMachineThatChangedTooOftenIsNamed() throws Exception {
    SyntheticResults.write(
        folder.resolve("results.json"),
        c -> c.group().equals("RoundTrip"),
        c -> c.contender().equals("Agrona") ? 250 : 60);
    assertThat(draw()).isZero();
    assertThat(output())
        .contains("RoundTrip: all iterations, with the processors in different places: ");
    assertThat(Files.readString(folder.resolve("index.html")))
        .contains("<td>all iterations, with the processors in different places: ");
  }

  @Test
  void withOneProcessorThereIsNoPlace() throws Exception {
    SyntheticResults.write(
        folder.resolve("results.json"), c -> c.group().equals("RoundTrip"), c -> Double.NaN);
    assertThat(draw()).isZero();
    assertThat(output()).doesNotContain("RoundTrip: ");
    assertThat(Files.readString(folder.resolve("index.html")))
        .contains("<td>all iterations</td>")
        .doesNotContain("different places");
  }

  @Test
  void aMissingCombinationFails() throws Exception {
    SyntheticResults.write(
        folder.resolve("results.json"),
        c -> !c.toString().equals("BurstCost.burst link=Agrona burst=16"));
    assertThat(draw()).isEqualTo(1);
    assertThat(output()).contains("expected one each: BurstCost.burst link=Agrona burst=16");
    assertThat(folder.resolve("index.html")).doesNotExist();
  }

  @Test
  void resultsOfOtherBenchmarksFail() throws Exception {
    SyntheticResults.write(folder.resolve("results.json"), c -> false);
    assertThat(draw()).isEqualTo(1);
    assertThat(output()).contains("no results of the groups that were asked for");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--scale=0", "--only=Nothing", "--only=(", "--from=missing.json"})
  void refusesWrongOptions(String option) {
    assertThat(Bench.run(option, "--output=" + folder.resolve("out"))).isEqualTo(1);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private int draw() {
    return Bench.run("--from=" + folder.resolve("results.json"), "--output=" + folder);
  }

  private String output() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
