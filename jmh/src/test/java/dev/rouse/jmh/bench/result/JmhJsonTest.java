package dev.rouse.jmh.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Effort;
import dev.rouse.jmh.bench.plan.Effort.Pass;
import dev.rouse.jmh.tool.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmhJsonTest {
  private static final String ENTRY =
      """
      [{
        "jmhVersion": "1.37", "benchmark": "dev.rouse.jmh.SparseArrival.arrival", "mode": "avgt",
        "threads": 2, "forks": 2, "jvmArgs": ["-Xmx1g", "-Xmx1g", "-Da=b"],
        "vmName": "Some VM", "vmVersion": "25+1",
        "warmupIterations": 3, "warmupTime": "1 s",
        "measurementIterations": 2, "measurementTime": "250 ms",
        "params": {"link": "channel", "gapMicros": "20"},
        "primaryMetric": {"score": 20.5, "scoreError": %s, "scoreUnit": "us/op",
                          "rawData": [[19.0, 20.0], [21.0, 22.0]]},
        "secondaryMetrics": {
          "gc.alloc.rate.norm": {"score": 0.25, "scoreError": 0.125, "scoreUnit": "B/op"},
          "p50": {"score": 10.0, "scoreError": "NaN", "scoreUnit": "#",
                  "rawData": [[2.0, 3.0], [2.5, 2.5]]}
        }
      }]
      """;

  @TempDir Path folder = Path.of("");

  @Test
  void readsWhatJmhWrites() throws Exception {
    Result result = read(ENTRY.formatted("0.5"));
    assertThat(result.combination())
        .isEqualTo(
            Combination.of("SparseArrival.arrival", "link", "channel", "gapMicros", 20)
                .onThreads(2));
    assertThat(result.effort()).isEqualTo(new Effort(2, new Pass(3, 1000), new Pass(2, 250)));
    assertThat(result.score()).isEqualTo(new Figure(20.5, 0.5));
    assertThat(result.unit()).isEqualTo("us/op");
    assertThat(result.allocated()).contains(new Figure(0.25, 0.125));
    assertThat(result.jvm().name()).isEqualTo("Some VM 25+1, JMH 1.37");
    assertThat(result.jvm().options()).isEqualTo("-Xmx1g -Da=b");
  }

  @Test
  void theErrorOfASumOfSharesComesFromTheIterations() throws Exception {
    Figure median = read(ENTRY.formatted("0.5")).figure("p50").orElseThrow();
    assertThat(median.value()).isEqualTo(10);
    // Samples 8, 12, 10, 10: deviation sqrt(8/3), Student's t for 99.9 % and 3 degrees 12.924.
    assertThat(median.error()).isCloseTo(12.924 * Math.sqrt(8 / 3.0) / 2, within(1e-3));
  }

  @Test
  void iterationsKnowTheDistanceOfTheProcessors() throws Exception {
    assertThat(read(ENTRY.formatted("0.5")).iterations()).isEmpty();
    String median = "\"p50\"";
    String distances =
        """
        "coreToCoreBefore": {"score": 90, "scoreError": "NaN", "scoreUnit": "#",
                             "rawData": [[15, 16], [17, 18]]},
        "coreToCoreAfter": {"score": 80, "scoreError": "NaN", "scoreUnit": "#",
                            "rawData": [[11, 12], [13, 14]]},
        """;
    assertThat(read(ENTRY.formatted("0.5").replace(median, distances + median)).iterations())
        .containsExactly(
            new Iteration(0, 19, 60, 44),
            new Iteration(0, 20, 64, 48),
            new Iteration(1, 21, 68, 52),
            new Iteration(1, 22, 72, 56));
  }

  @Test
  void anErrorOfOneSampleIsUnknown() throws Exception {
    assertThat(read(ENTRY.formatted("\"NaN\"")).score().hasError()).isFalse();
  }

  @Test
  void refusesOtherFiles() throws Exception {
    refuses("{}", "expected the list of results that JMH writes as JSON");
    refuses("[{}]", "not the JSON that JMH writes");
    refuses("[", "not the JSON that JMH writes");
    refuses(ENTRY.formatted("\"much\""), "\"much\", expected a number");
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> JmhJson.read(folder.resolve("missing.json")))
        .withMessageContaining("missing.json cannot be read");
  }

  private void refuses(String json, String why) throws Exception {
    Path file = Files.writeString(folder.resolve("results.json"), json);
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> JmhJson.read(file))
        .withMessageStartingWith(file.toString())
        .withMessageContaining(why);
  }

  private Result read(String json) throws Exception {
    Results results = JmhJson.read(Files.writeString(folder.resolve("results.json"), json));
    assertThat(results.all()).hasSize(1);
    return results.all().getFirst();
  }
}
