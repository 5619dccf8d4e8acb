package dev.rouse.jmh.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rouse.jmh.ChannelVersusRing;
import dev.rouse.jmh.SparseArrival;
import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Declaration;
import dev.rouse.jmh.bench.plan.Effort;
import dev.rouse.jmh.bench.plan.Effort.Pass;
import dev.rouse.jmh.bench.plan.Metric;
import dev.rouse.jmh.bench.result.Figure;
import dev.rouse.jmh.bench.result.Results;
import dev.rouse.jmh.bench.result.ResultsCsv;
import dev.rouse.jmh.bench.result.Row;
import dev.rouse.jmh.bench.result.Row.Sample;
import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.tool.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs JMH briefly. */
@Timeout(120)
@Tag("slow")
class MeasurementTest {
  private static final Effort BLINK = new Effort(1, new Pass(1, 50), new Pass(2, 50));
  private static final Combination RING =
      new Combination("ChannelVersusRing.transfer", Contender.RING, "", 0, 1);
  private static final Combination BROKEN =
      new Combination("ChannelVersusRing.transfer", Contender.ATOMIC_LONG, "", 0, 1);

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
    Declaration benchmark = benchmark(ChannelVersusRing.class, BLINK, RING);
    Results results = measure(benchmark);
    results.requireAll(List.of(benchmark));
    Row ring = results.require(RING, Metric.TIME);
    assertThat(ring.figure().value()).isPositive();
    assertThat(ring.unit()).isEqualTo("ns/op");
    assertThat(results.row(RING, Metric.ALLOCATED)).isPresent();
    assertThat(ring.sample().of()).isEqualTo(2);
    assertThat(ring.sample().nearest())
        .as("each iteration knows how far the processors were from each other")
        .isBetween(1.0, 10_000_000.0);
    assertThat(folder.resolve("jmh.log")).content().contains("ChannelVersusRing.transfer");
    assertThat(folder.resolve("jmh.json")).content().contains("\"coreToCoreBefore\"");
  }

  @Test
  void forksTakeTurnsAndAreJoined() throws Exception {
    Combination channel =
        new Combination("SparseArrival.arrival", Contender.CHANNEL, "gapMicros", 100, 1);
    Combination queue =
        new Combination(
            "SparseArrival.arrival", Contender.ARRAY_BLOCKING_QUEUE, "gapMicros", 100, 1);
    Results results =
        measure(
            benchmark(
                SparseArrival.class,
                new Effort(2, new Pass(1, 50), new Pass(2, 50)),
                channel,
                queue));
    Row time = results.require(channel, Metric.TIME);
    assertThat(time.sample()).isEqualTo(new Sample(2, 4, 4, Double.NaN, Double.NaN));
    assertThat(time.figure().value()).as("the gap").isBetween(99.0, 100_000.0);
    Figure median = results.require(channel, Metric.P50).figure();
    JsonNode raw = new ObjectMapper().readTree(folder.resolve("jmh.json").toFile());
    String score = "/secondaryMetrics/p50/score"; // the sum of a fork's shares
    assertThat(median.value())
        .isCloseTo(
            (raw.get(0).at(score).asDouble() + raw.get(1).at(score).asDouble()) / 2,
            withinPercentage(0.1));
    assertThat(results.require(queue, Metric.CPU).figure().value()).isPositive();
    assertThat(Files.readAllLines(folder.resolve("jmh.log")))
        .filteredOn(line -> line.startsWith("# Parameters: "))
        .extracting(line -> line.contains("CHANNEL"))
        .containsExactly(true, false, true, false);
  }

  @Test
  void aFailedBenchmarkIsNamedAndThoseBeforeItAreKept() throws Exception {
    Declaration good = benchmark(ChannelVersusRing.class, BLINK, RING);
    Declaration bad = benchmark(ChannelVersusRing.class, BLINK, BROKEN);
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> measure(good, bad))
        .withMessageStartingWith("ChannelVersusRing.transfer ATOMIC_LONG failed: ")
        .withMessageContaining("ATOMIC_LONG, expected one that is a link")
        .withMessageContaining(folder.resolve("jmh.log") + " says more");
    assertThat(ResultsCsv.read(folder.resolve("results.csv")).rows())
        .extracting(Row::combination)
        .containsOnly(RING);
  }

  @Test
  void aBenchmarkThatDoesNotExistIsNamed() {
    Combination missing = new Combination("ChannelVersusRing.nothing", Contender.RING, "", 0, 1);
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> measure(benchmark(ChannelVersusRing.class, BLINK, missing)))
        .withMessageStartingWith("ChannelVersusRing.nothing RING failed: ");
  }

  private Results measure(Declaration... benchmarks) throws Exception {
    try (Measurement measurement = new Measurement(folder)) {
      return ResultsCsv.read(measurement.run(List.of(benchmarks)));
    }
  }

  private static Declaration benchmark(Class<?> type, Effort effort, Combination... all) {
    return new Declaration(type, "?", effort, List.of(all), List.of(), List.of(), false);
  }
}
