package dev.rouse.jmh.bench.result;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Effort;
import dev.rouse.jmh.bench.plan.Effort.Pass;
import dev.rouse.jmh.bench.result.Result.Jvm;
import dev.rouse.jmh.tool.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.runner.options.TimeValue;

/** Reads what JMH writes with {@code -rf json}. */
public final class JmhJson {
  private static final String EVENTS = "#"; // the unit of AuxCounters.Type.EVENTS

  private JmhJson() {}

  /**
   * Reads results.
   *
   * @throws UserError if the file cannot be read or is not of that format
   */
  public static Results read(Path file) throws UserError {
    try {
      JsonNode root = new ObjectMapper().readTree(file.toFile());
      if (!root.isArray()) {
        throw new UserError(file + ": expected the list of results that JMH writes as JSON");
      }
      List<Result> results = new ArrayList<>();
      for (JsonNode entry : root) {
        results.add(result(entry));
      }
      return new Results(results);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new UserError(file + ": not the JSON that JMH writes: " + e.getMessage());
    } catch (IOException e) {
      throw new UserError(file + " cannot be read: " + e);
    }
  }

  private static Result result(JsonNode entry) {
    JsonNode primary = entry.required("primaryMetric");
    Map<String, Figure> secondary = new HashMap<>();
    entry
        .path("secondaryMetrics")
        .properties()
        .forEach(metric -> secondary.put(metric.getKey(), figure(metric.getValue())));
    return new Result(
        combination(entry),
        effort(entry),
        figure(primary),
        primary.required("scoreUnit").textValue(),
        secondary,
        iterations(entry),
        jvm(entry));
  }

  private static Combination combination(JsonNode entry) {
    String name = entry.required("benchmark").asText();
    int method = name.lastIndexOf('.');
    Map<String, String> params = new LinkedHashMap<>();
    entry
        .path("params")
        .properties()
        .forEach(param -> params.put(param.getKey(), param.getValue().asText()));
    return new Combination(
        name.substring(name.lastIndexOf('.', method - 1) + 1),
        params,
        entry.required("threads").asInt());
  }

  private static Effort effort(JsonNode entry) {
    return new Effort(
        entry.required("forks").asInt(), pass(entry, "warmup"), pass(entry, "measurement"));
  }

  private static Pass pass(JsonNode entry, String name) {
    TimeValue time = TimeValue.fromString(entry.required(name + "Time").asText());
    return new Pass(
        entry.required(name + "Iterations").asInt(), (int) time.convertTo(TimeUnit.MILLISECONDS));
  }

  private static Jvm jvm(JsonNode entry) {
    List<String> options = new ArrayList<>();
    entry.path("jvmArgs").forEach(option -> options.add(option.asText()));
    return new Jvm(
        "%s %s, JMH %s"
            .formatted(
                entry.path("vmName").asText("?"),
                entry.path("vmVersion").asText("?"),
                entry.path("jmhVersion").asText("?"))
            .strip(),
        String.join(" ", options.stream().distinct().toList()));
  }

  /**
   * Reads a figure. JMH adds up what a benchmark counts, and knows no error of a sum; the
   * benchmarks here count shares, the iteration's figure by the number of iterations. So the sum is
   * the mean, and the shares times their number are the samples.
   */
  private static Figure figure(JsonNode metric) {
    double score = number(metric.required("score"));
    if (!metric.path("scoreUnit").asText().equals(EVENTS)) {
      return new Figure(score, number(metric.required("scoreError")));
    }
    return new Figure(score, Figure.mean(samples(metric)).error());
  }

  /** Returns the figures of the iterations of which JMH has the shares. */
  private static double[] samples(JsonNode metric) {
    List<Double> shares = new ArrayList<>();
    metric.path("rawData").forEach(fork -> fork.forEach(share -> shares.add(number(share))));
    return shares.stream().mapToDouble(share -> share * shares.size()).toArray();
  }

  private static List<Iteration> iterations(JsonNode entry) {
    JsonNode secondary = entry.path("secondaryMetrics");
    double[] before = samples(secondary.path("coreToCoreBefore"));
    double[] after = samples(secondary.path("coreToCoreAfter"));
    List<Iteration> iterations = new ArrayList<>();
    int fork = 0;
    for (JsonNode scores : entry.path("primaryMetric").path("rawData")) {
      for (JsonNode score : scores) {
        int i = iterations.size();
        if (i == before.length || i == after.length) {
          return List.of(); // not measured
        }
        iterations.add(new Iteration(fork, number(score), before[i], after[i]));
      }
      fork++;
    }
    return iterations;
  }

  /** Reads a number, which JMH writes as text if it is none. */
  private static double number(JsonNode node) {
    if (node.isNumber()) {
      return node.doubleValue();
    }
    return switch (node.asText().toUpperCase(Locale.ROOT)) {
      case "NAN" -> Double.NaN;
      case "+INF" -> Double.POSITIVE_INFINITY;
      case "-INF" -> Double.NEGATIVE_INFINITY;
      default -> throw new IllegalArgumentException(node + ", expected a number");
    };
  }
}
