package dev.rouse.jmh.bench.result;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * A range of distances between two processors: the host of a virtual machine has them in the same
 * place, as far as can be told, before and after each iteration that is within. Which iterations
 * are compared is thus decided by the machine's state alone, and not by what they measured.
 *
 * @param least the least time of a cache line from one to the other, in nanoseconds
 * @param most the most time
 */
public record SamePlacement(double least, double most) {
  /**
   * The most by the least. What is measured in one place differs by a few percent; between the
   * threads of a core, a shared cache and separate ones lie factors of two and four.
   */
  static final double WIDTH = 1.4;

  /** In a single fork all would share what the compiler happened to do there. */
  private static final int LEAST_FORKS = 2;

  /** How well a range is covered: by the result that has the least in it. */
  private record Coverage(long forks, long iterations, long total) {
    static final Comparator<Coverage> ORDER =
        Comparator.comparingLong(Coverage::forks)
            .thenComparingLong(Coverage::iterations)
            .thenComparingLong(Coverage::total);
  }

  /**
   * Finds the placement that the results have most of in common.
   *
   * @param results what is compared with each other
   * @return the placement; none where the distance was not measured, or where no placement has
   *     enough iterations of each result for an error, of two forks if there are several
   */
  static Optional<SamePlacement> of(List<Raw> results) {
    SamePlacement best = null;
    Coverage most = new Coverage(0, 0, 0);
    for (double least : distances(results).sorted().distinct().toArray()) {
      SamePlacement placement = new SamePlacement(least, least * WIDTH);
      Coverage coverage = placement.coverage(results);
      if (Coverage.ORDER.compare(coverage, most) > 0) {
        best = placement;
        most = coverage;
      }
    }
    int forks = results.stream().mapToInt(raw -> forks(raw.iterations())).min().orElse(0);
    return best != null && most.forks >= Math.min(LEAST_FORKS, forks) && best.givesErrors(results)
        ? Optional.of(best)
        : Optional.empty();
  }

  private boolean givesErrors(List<Raw> results) {
    return results.stream().allMatch(result -> result.time(of(result)).hasError());
  }

  private static DoubleStream distances(List<Raw> results) {
    return results.stream().flatMapToDouble(raw -> Raw.distances(raw.iterations()));
  }

  private Coverage coverage(List<Raw> results) {
    long forks = Long.MAX_VALUE;
    long iterations = Long.MAX_VALUE;
    long total = 0;
    for (Raw result : results) {
      List<Iteration> within = of(result);
      forks = Math.min(forks, forks(within));
      iterations = Math.min(iterations, within.size());
      total += within.size();
    }
    return new Coverage(forks, iterations, total);
  }

  private static int forks(List<Iteration> iterations) {
    return (int) iterations.stream().mapToInt(Iteration::fork).distinct().count();
  }

  /** Returns the iterations of a result that are within. */
  List<Iteration> of(Raw result) {
    return result.iterations().stream()
        .filter(i -> holds(i.coreToCoreBefore()) && holds(i.coreToCoreAfter()))
        .toList();
  }

  private boolean holds(double distance) {
    return distance >= least && distance <= most;
  }
}
