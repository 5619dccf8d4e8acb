package dev.rouse.jmh.bench.result;

import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Effort;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What was measured of one combination.
 *
 * @param combination what was measured
 * @param effort how long
 * @param score the time for an operation
 * @param unit the score's unit, as JMH writes it
 * @param secondary the other figures by name: what the profiler and the benchmark report besides
 * @param iterations those that the score is the mean of; none where the benchmark does not report
 *     how far its processors were from each other
 * @param jvm what ran it
 */
public record Result(
    Combination combination,
    Effort effort,
    Figure score,
    String unit,
    Map<String, Figure> secondary,
    List<Iteration> iterations,
    Jvm jvm) {
  /** As many samples of a fork as JMH takes by default. */
  private static final int MOST_BLOCKS = 5;

  /** So many that one or two of them do not move their median far. */
  private static final int LEAST_IN_BLOCK = 5;

  /** Keeps copies of the map and the list. */
  public Result {
    secondary = Map.copyOf(secondary);
    iterations = List.copyOf(iterations);
  }

  /** Returns the same with the score of only some of the iterations. */
  Result over(List<Iteration> some) {
    double[] samples =
        some.stream().collect(Collectors.groupingBy(Iteration::fork)).values().stream()
            .flatMapToDouble(Result::blocks)
            .toArray();
    return new Result(combination, effort, Figure.mean(samples), unit, secondary, some, jvm);
  }

  /**
   * Returns the medians of up to five blocks of a fork's iterations. Short iterations of one fork,
   * one behind the other, say little more than a long one; counted one by one, they would make the
   * error look smaller than it is. The median of a block leaves out the iteration in which the
   * processors were moved away and back, which the distance before and after cannot tell.
   */
  private static DoubleStream blocks(List<Iteration> ofFork) {
    int count = ofFork.size();
    int blocks = Math.clamp(count / LEAST_IN_BLOCK, 1, MOST_BLOCKS);
    return IntStream.range(0, blocks)
        .mapToObj(i -> ofFork.subList(i * count / blocks, (i + 1) * count / blocks))
        .mapToDouble(Result::median);
  }

  private static double median(List<Iteration> block) {
    double[] scores = block.stream().mapToDouble(Iteration::score).sorted().toArray();
    int middle = scores.length / 2;
    return scores.length % 2 == 1 ? scores[middle] : (scores[middle - 1] + scores[middle]) / 2;
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
