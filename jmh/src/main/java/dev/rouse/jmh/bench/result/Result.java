package dev.rouse.jmh.bench.result;

import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Effort;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured of one combination.
 *
 * @param combination what was measured
 * @param effort how long
 * @param score the time for an operation
 * @param unit the score's unit, as JMH writes it
 * @param secondary the other figures by name: what the profiler and the benchmark report besides
 * @param jvm what ran it
 */
public record Result(
    Combination combination,
    Effort effort,
    Figure score,
    String unit,
    Map<String, Figure> secondary,
    Jvm jvm) {
  /** Keeps a copy of the map. */
  public Result {
    secondary = Map.copyOf(secondary);
  }

  /**
   * A Java runtime.
   *
   * @param name its name and version
   * @param options the options it ran with
   */
  public record Jvm(String name, String options) {}

  /**
   * Returns a figure.
   *
   * @param metric its name; empty for the score
   */
  public Optional<Figure> figure(String metric) {
    return metric.isEmpty() ? Optional.of(score) : Optional.ofNullable(secondary.get(metric));
  }

  /** Returns the bytes allocated for an operation, none if that was not measured. */
  public Optional<Figure> allocated() {
    // JMH leaves out the bytes for an operation where there were none at all.
    return figure("gc.alloc.rate.norm")
        .or(() -> figure("gc.alloc.rate").map(rate -> new Figure(0, 0)));
  }

  /** Returns a parameter's value, empty if there is no such parameter. */
  public String param(String name) {
    return combination.params().getOrDefault(name, "");
  }
}
