package dev.rouse.jmh.bench.result;

import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Metric;
import dev.rouse.jmh.bench.result.Row.Sample;
import dev.rouse.jmh.load.Shares;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * All iterations of a combination, and the rows that they are reduced to.
 *
 * @param combination what was measured
 * @param unit the unit of the time for an operation
 * @param iterations the iterations
 * @param samples the other figures, one of each iteration
 */
public record Raw(
    Combination combination,
    String unit,
    List<Iteration> iterations,
    Map<Metric, List<Double>> samples) {
  /** The figures that benchmarks report themselves. */
  private static final List<Metric> REPORTED =
      List.of(Metric.P50, Metric.P99, Metric.CPU, Metric.LONGEST, Metric.IDLE);

  private static final String RATE = "gc.alloc.rate";
  private static final String BEFORE = "coreToCoreBefore";
  private static final String AFTER = "coreToCoreAfter";

  /** As many samples of a fork as JMH takes by default. */
  private static final int MOST_BLOCKS = 5;

  /** So many that one or two of them do not move their median far. */
  private static final int LEAST_IN_BLOCK = 5;

  /**
   * Takes the iterations of some runs.
   *
   * @param combination what they measured
   * @param runs runs of one fork each, at least one
   */
  public static Raw of(Combination combination, List<RunResult> runs) {
    List<Iteration> iterations = new ArrayList<>();
    Map<Metric, List<Double>> samples = new EnumMap<>(Metric.class);
    for (int fork = 0; fork < runs.size(); fork++) {
      RunResult run = runs.get(fork);
      for (IterationResult iteration : run.getAggregatedResult().getIterationResults()) {
        double time = iteration.getPrimaryResult().getScore();
        iterations.add(
            new Iteration(fork, time, share(iteration, BEFORE, run), share(iteration, AFTER, run)));
        if (iteration.getSecondaryResults().containsKey(RATE)) {
          add(samples, Metric.ALLOCATED, allocated(iteration));
        }
        for (Metric metric : REPORTED) {
          if (iteration.getSecondaryResults().containsKey(metric.jmhName())) {
            add(samples, metric, share(iteration, metric.jmhName(), run));
          }
        }
      }
    }
    String unit = runs.getFirst().getPrimaryResult().getScoreUnit();
    return new Raw(combination, unit, iterations, samples);
  }

  private static void add(Map<Metric, List<Double>> samples, Metric metric, double sample) {
    samples.computeIfAbsent(metric, key -> new ArrayList<>()).add(sample);
  }

  /** Returns the bytes for an operation, which JMH leaves out where there were none. */
  private static double allocated(IterationResult iteration) {
    Result<?> bytes = iteration.getSecondaryResults().get(Metric.ALLOCATED.jmhName());
    return bytes == null ? 0 : bytes.getScore();
  }

  private static double share(IterationResult iteration, String name, RunResult run) {
    Result<?> share = iteration.getSecondaryResults().get(name);
    return share == null ? Double.NaN : Shares.whole(share.getScore(), run.getParams());
  }

  /**
   * Reduces the raw results of a benchmark to figures. If the distance of the processors was
   * measured, only the iterations count in which it was the same for all, see {@link
   * SamePlacement}.
   */
  public static List<Row> reduce(List<Raw> ofBenchmark) {
    Optional<SamePlacement> placement = SamePlacement.of(ofBenchmark);
    return ofBenchmark.stream().flatMap(raw -> raw.rows(placement).stream()).toList();
  }

  private List<Row> rows(Optional<SamePlacement> placement) {
    List<Row> rows = new ArrayList<>();
    List<Iteration> counted = placement.map(p -> p.of(this)).orElse(iterations);
    rows.add(new Row(combination, Metric.TIME, time(counted), unit, sample(counted)));
    Sample every = sample(iterations);
    Sample unplaced = new Sample(every.forks(), every.of(), every.of(), Double.NaN, Double.NaN);
    samples.forEach(
        (metric, values) -> {
          double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
          Figure figure = metric == Metric.LONGEST ? Figure.largest(all) : Figure.mean(all);
          rows.add(new Row(combination, metric, figure, metric.unit(), unplaced));
        });
    return rows;
  }

  private Sample sample(List<Iteration> counted) {
    int forks = (int) iterations.stream().mapToInt(Iteration::fork).distinct().count();
    double nearest = distances(counted).min().orElse(Double.NaN);
    double farthest = distances(counted).max().orElse(Double.NaN);
    return new Sample(forks, counted.size(), iterations.size(), nearest, farthest);
  }

  /** Returns the known distances of the processors. */
  static DoubleStream distances(List<Iteration> iterations) {
    return iterations.stream()
        .flatMapToDouble(i -> DoubleStream.of(i.coreToCoreBefore(), i.coreToCoreAfter()))
        .filter(Double::isFinite);
  }

  /** Returns the mean time for an operation, by those iterations. */
  Figure time(List<Iteration> counted) {
    if (distances(iterations).findAny().isEmpty()) {
      return Figure.mean(counted.stream().mapToDouble(Iteration::time).toArray());
    }
    return Figure.mean(
        counted.stream().collect(Collectors.groupingBy(Iteration::fork)).values().stream()
            .flatMapToDouble(Raw::blocks)
            .toArray());
  }

  /**
   * Returns the medians of up to five blocks of a fork's iterations. Short iterations of one fork,
   * one after the other, say little more than a long one; counted one by one, they would make the
   * error look smaller than it is. The median of a block leaves out the iteration in which the
   * processors were moved away and back, which the distance before and after cannot tell.
   */
  private static DoubleStream blocks(List<Iteration> ofFork) {
    int count = ofFork.size();
    int blocks = Math.clamp(count / LEAST_IN_BLOCK, 1, MOST_BLOCKS);
    return IntStream.range(0, blocks)
        .mapToObj(i -> ofFork.subList(i * count / blocks, (i + 1) * count / blocks))
        .mapToDouble(Raw::median);
  }

  private static double median(List<Iteration> block) {
    double[] times = block.stream().mapToDouble(Iteration::time).sorted().toArray();
    int middle = times.length / 2;
    return times.length % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
  }
}
