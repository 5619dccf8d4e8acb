package dev.rouse.jmh.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Effort;
import dev.rouse.jmh.bench.plan.Effort.Pass;
import dev.rouse.jmh.bench.plan.Group;
import dev.rouse.jmh.bench.result.JmhJson;
import dev.rouse.jmh.bench.result.Result;
import dev.rouse.jmh.bench.result.Results;
import dev.rouse.jmh.load.ForkCount;
import dev.rouse.jmh.tool.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs JMH for a blink. */
class MeasurementTest {
  private static final Effort BLINK = new Effort(1, new Pass(1, 50), new Pass(2, 50));
  private static final Combination RING =
      Combination.of("ChannelVersusRing.transfer", "link", "ring");
  private static final Combination BROKEN =
      Combination.of("ChannelVersusRing.transfer", "link", "string");

  @TempDir Path folder = Path.of("");

  @BeforeAll
  static void besideOtherRunsOfJmh() {
    System.setProperty("jmh.ignoreLock", "true");
  }

  @AfterAll
  static void notAnyMore() {
    System.clearProperty("jmh.ignoreLock");
  }

  @Test
  void whatIsMeasuredCanBeRead() throws Exception {
    Group group = new Group("ChannelVersusRing", BLINK, List.of(RING));
    Results results = measure(group);
    results.requireAll(List.of(group));
    Result ring = results.of(RING);
    assertThat(ring.effort()).isEqualTo(BLINK);
    assertThat(ring.score().value()).isPositive();
    assertThat(ring.unit()).isEqualTo("ns/op");
    assertThat(ring.allocated()).isPresent();
    assertThat(ring.iterations())
        .as("each iteration knows how far the processors were from each other")
        .hasSize(2)
        .allSatisfy(
            iteration -> {
              assertThat(iteration.coreToCoreBefore()).isBetween(1.0, 10_000_000.0);
              assertThat(iteration.coreToCoreAfter()).isBetween(1.0, 10_000_000.0);
            });
    assertThat(folder.resolve("jmh.log")).content().contains("ChannelVersusRing.transfer");
  }

  @Test
  void forksTakeTurnsAndAreJoined() throws Exception {
    Effort twice = new Effort(2, new Pass(1, 50), new Pass(2, 50));
    Group group =
        new Group(
            "SparseArrival",
            twice,
            Stream.of("channel", "ArrayBlockingQueue")
                .map(
                    link ->
                        Combination.of("SparseArrival.arrival", "link", link, "gapMicros", "100"))
                .toList());
    Results results = measure(group);
    results.requireAll(List.of(group));
    Result result = results.of(group.combinations().getFirst());
    assertThat(result.effort()).isEqualTo(twice);
    assertThat(folder.resolve("results.json")).content().doesNotContain(ForkCount.PROPERTY);
    assertThat(Files.readAllLines(folder.resolve("jmh.log")))
        .filteredOn(line -> line.startsWith("# Parameters: "))
        .extracting(line -> line.contains("channel"))
        .containsExactly(true, false, true, false);
    JsonNode channels = new ObjectMapper().readTree(folder.resolve("results.json").toFile()).get(0);
    assertThat(channels.at("/primaryMetric/rawData")).hasSize(2).allMatch(f -> f.size() == 2);
    assertThat(Files.readAllLines(folder.resolve("jmh.log")))
        .filteredOn(line -> line.startsWith("# VM options: "))
        .as("each fork knows of which mean its figures are a share")
        .allMatch(line -> line.contains("-D" + ForkCount.PROPERTY + "=2"));
  }

  @Test
  void aFailedBenchmarkIsNamedAndThoseBeforeItAreKept() throws Exception {
    Group good = new Group("ChannelVersusRing", BLINK, List.of(RING));
    Group bad = new Group("ChannelVersusRing", BLINK, List.of(BROKEN));
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> measure(good, bad))
        .withMessageStartingWith("ChannelVersusRing.transfer link=string failed: ")
        .withMessageContaining("string, expected")
        .withMessageContaining(folder.resolve("jmh.log") + " says more");
    assertThat(JmhJson.read(folder.resolve("results.json")).all())
        .extracting(Result::combination)
        .containsExactly(RING);
  }

  @Test
  void aBenchmarkThatDoesNotExistIsNamed() {
    Combination missing = Combination.of("ChannelVersusRing.nothing");
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> measure(new Group("ChannelVersusRing", BLINK, List.of(missing))))
        .withMessageStartingWith("ChannelVersusRing.nothing failed: ");
  }

  private Results measure(Group... groups) throws Exception {
    Path results = folder.resolve("results.json");
    try (Measurement measurement = new Measurement(folder.resolve("jmh.log"), results)) {
      measurement.run(List.of(groups));
    }
    return JmhJson.read(results);
  }
}
