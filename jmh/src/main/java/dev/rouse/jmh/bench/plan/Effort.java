package dev.rouse.jmh.bench.plan;

/**
 * How much time is spent on a combination.
 *
 * @param forks how many JVMs
 * @param warmup what each of them does first
 * @param measurement what each of them then measures
 */
public record Effort(int forks, Pass warmup, Pass measurement) {
  /** What a JVM takes to start, to set up and to end, about. */
  private static final double FORK_SECONDS = 1;

  /**
   * Iterations of the same length.
   *
   * @param iterations how many
   * @param millis how long each takes
   */
  public record Pass(int iterations, int millis) {
    private static final int LEAST_MILLIS = 50;

    private Pass scaled(double factor) {
      if (iterations == 0) {
        return this;
      }
      return new Pass(atLeast(1, iterations * factor), atLeast(LEAST_MILLIS, millis * factor));
    }

    private double seconds() {
      return iterations * millis / 1e3;
    }
  }

  /** Returns about how many seconds it takes. */
  public double seconds() {
    return forks * (FORK_SECONDS + warmup.seconds() + measurement.seconds());
  }

  /**
   * Returns an effort whose measuring time is about this one's times the scale. Forks, iterations
   * and their length shrink alike, because each is worth keeping; none falls below one fork and one
   * iteration of 50 milliseconds. Where there is no warm-up, it stays so.
   */
  public Effort scaled(double scale) {
    double factor = Math.cbrt(scale);
    return new Effort(
        atLeast(1, forks * factor), warmup.scaled(factor), measurement.scaled(factor));
  }

  private static int atLeast(int least, double wanted) {
    return (int) Math.max(least, Math.round(wanted));
  }

  @Override
  public String toString() {
    return "%d forks, %d x %d ms of warm-up and %d x %d ms measured in each"
        .formatted(
            forks, warmup.iterations, warmup.millis, measurement.iterations, measurement.millis);
  }
}
