package dev.rouse.jmh.bench;

import dev.rouse.jmh.bench.plan.Declaration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Tells how far a run is, and how long it will still take: a line for each round of a benchmark.
 */
final class Progress {
  private static final int SECONDS_A_MINUTE = 60;

  private final List<Declaration> benchmarks;
  private final LongSupplier nanos;
  private final long start;
  private final double expectedSeconds;
  private double doneSeconds;

  /**
   * Starts the clock.
   *
   * @param benchmarks what will be measured
   * @param nanos the clock, in nanoseconds
   */
  Progress(List<Declaration> benchmarks, LongSupplier nanos) {
    this.benchmarks = List.copyOf(benchmarks);
    this.nanos = nanos;
    this.start = nanos.getAsLong();
    this.expectedSeconds = benchmarks.stream().mapToDouble(Declaration::seconds).sum();
  }

  /** Returns what lies ahead. */
  String start() {
    return "%d benchmark(s), %d combinations, about %s"
        .formatted(
            benchmarks.size(),
            benchmarks.stream().mapToInt(benchmark -> benchmark.combinations().size()).sum(),
            minutes(expectedSeconds));
  }

  /**
   * Returns how far the run is after a round.
   *
   * @param benchmark the benchmark
   * @param round how many forks of each of its combinations are done
   */
  String done(Declaration benchmark, int round) {
    doneSeconds += benchmark.seconds() / benchmark.effort().forks();
    double elapsed = (nanos.getAsLong() - start) / 1e9;
    // The rest will be as far from what was expected as this was.
    double left = (expectedSeconds - doneSeconds) * elapsed / doneSeconds;
    return String.format(
        Locale.ROOT,
        "benchmark %d of %d, %s: fork %d of %d of each  (%s, %s left)",
        benchmarks.indexOf(benchmark) + 1,
        benchmarks.size(),
        benchmark.name(),
        round,
        benchmark.effort().forks(),
        minutes(elapsed),
        minutes(left));
  }

  private static String minutes(double seconds) {
    long whole = Math.round(seconds);
    return "%d:%02d min".formatted(whole / SECONDS_A_MINUTE, whole % SECONDS_A_MINUTE);
  }
}
