package dev.rouse.jmh.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Group;
import dev.rouse.jmh.bench.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** A file of the form that JMH writes, with made-up figures of every combination. */
final class SyntheticResults {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What a message through each link takes, 8 bytes of it, in made-up nanoseconds. */
  private static final Map<String, Double> NANOS =
      Map.ofEntries(
          Map.entry("ring", 10.0),
          Map.entry("ringBatch", 4.0),
          Map.entry("array", 9.0),
          Map.entry("arrayBatch", 3.0),
          Map.entry("channel", 11.0),
          Map.entry("Agrona", 20.0),
          Map.entry("AgronaUnchecked", 18.0),
          Map.entry("JCTools", 10.3),
          Map.entry("JCToolsPreallocated", 12.0),
          Map.entry("Disruptor", 13.0),
          Map.entry("DisruptorBlocking", 90.0),
          Map.entry("ArrayBlockingQueue", 60.0),
          Map.entry("LinkedTransferQueue", 180.0),
          Map.entry("copy", 70.0),
          Map.entry("serialization", 900.0),
          Map.entry("busySpin", 1.0),
          Map.entry("backoff", 30.0),
          Map.entry("sleep1ms", 550.0));

  private static final Set<String> SPINNING =
      Set.of(
          "SpscThroughput",
          "ChannelVersusRing",
          "ChannelVersusBlockingQueues",
          "MessageCopy",
          "RoundTrip",
          "BurstCost");

  private static final int FORKS = 3;

  /** What the figures of a fork differ by, of so many iterations one behind the other. */
  private static final double[] FACTORS = {0.96, 0.99, 1.01, 1.04};

  private static final int ITERATIONS = 5;

  private SyntheticResults() {}

  /** Writes the results of the combinations that are wanted. */
  static void write(Path file, Predicate<Combination> wanted) throws IOException {
    write(file, wanted, combination -> 60);
  }

  /** Writes results, measured on processors that were a number of nanoseconds from each other. */
  static void write(
      Path file, Predicate<Combination> wanted, ToDoubleFunction<Combination> coreToCore)
      throws IOException {
    ArrayNode all = MAPPER.createArrayNode();
    for (Group group : Plan.groups()) {
      group.combinations().stream()
          .filter(wanted)
          .forEach(c -> all.add(entry(group, c, coreToCore.applyAsDouble(c))));
    }
    MAPPER.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
  }

  private static ObjectNode entry(Group group, Combination combination, double coreToCore) {
    ObjectNode entry =
        MAPPER
            .createObjectNode()
            .put("jmhVersion", "1.37")
            .put("benchmark", "dev.rouse.jmh." + combination.benchmark())
            .put("mode", "avgt")
            .put("threads", combination.threads())
            .put("forks", group.effort().forks())
            .put("vmName", "OpenJDK 64-Bit Server VM")
            .put("vmVersion", "25.0.1+8-LTS")
            .put("warmupIterations", group.effort().warmup().iterations())
            .put("warmupTime", group.effort().warmup().millis() + " ms")
            .put("measurementIterations", group.effort().measurement().iterations())
            .put("measurementTime", group.effort().measurement().millis() + " ms");
    entry.putArray("jvmArgs").add("--enable-native-access=ALL-UNNAMED");
    ObjectNode params = entry.putObject("params");
    combination.params().forEach(params::put);
    double score = score(combination);
    entry.set("primaryMetric", metric(score, 0.03 * score, unit(combination)));
    ObjectNode secondary = entry.putObject("secondaryMetrics");
    secondary.set("gc.alloc.rate", metric(0.1, 0.01, "MB/sec"));
    if (!combination.contender().equals("ring")) {
      secondary.set("gc.alloc.rate.norm", metric(score / 1e3, 0.0001, "B/op"));
    }
    if (SPINNING.contains(combination.group())) {
      rawData(entry.withObject("primaryMetric"), score, 1);
      secondary.set("coreToCoreBefore", shares(coreToCore));
      secondary.set("coreToCoreAfter", shares(coreToCore));
    }
    if (combination.method().equals("arrival")) {
      double latency = NANOS.getOrDefault(combination.contender(), 5.0);
      double gap = Double.parseDouble(combination.params().get("gapMicros"));
      secondary.set("p50", shares(latency));
      secondary.set("p99", shares(latency * 7));
      secondary.set(
          "cpu", shares(combination.contender().equals("busySpin") ? gap : 8 + latency / 50));
    }
    return entry;
  }

  private static double score(Combination combination) {
    double base =
        NANOS.getOrDefault(
            combination.contender(),
            combination.contender().startsWith("Atomic") ? 5.0 : 8.0 / combination.threads());
    if (combination.params().containsKey("payload")) {
      return base * (1 + Double.parseDouble(combination.params().get("payload")) / 200);
    }
    return combination.params().containsKey("burst")
        ? base * Double.parseDouble(combination.params().get("burst")) / 50
        : base * combination.threads();
  }

  private static String unit(Combination combination) {
    return switch (combination.group()) {
      case "MessageCopy", "BurstCost", "PollingVersusNotify", "SparseArrival" -> "us/op";
      default -> "ns/op";
    };
  }

  private static ObjectNode metric(double score, double error, String unit) {
    return MAPPER
        .createObjectNode()
        .put("score", score)
        .put("scoreError", error)
        .put("scoreUnit", unit);
  }

  /** A metric that JMH adds up from the shares of iterations. */
  private static ObjectNode shares(double value) {
    ObjectNode metric =
        MAPPER
            .createObjectNode()
            .put("score", value)
            .put("scoreError", "NaN")
            .put("scoreUnit", "#");
    rawData(metric, value, FORKS * FACTORS.length * ITERATIONS);
    return metric;
  }

  private static void rawData(ObjectNode metric, double value, int shares) {
    ArrayNode forks = metric.putArray("rawData");
    for (int fork = 0; fork < FORKS; fork++) {
      ArrayNode iterations = forks.addArray();
      for (double factor : FACTORS) {
        for (int i = 0; i < ITERATIONS; i++) {
          iterations.add(value * factor / shares);
        }
      }
    }
  }
}
