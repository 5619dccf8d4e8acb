package dev.rouse.jmh.load;

import org.openjdk.jmh.infra.BenchmarkParams;

/** How many forks a measurement has in all, also where each of them is a run of its own. */
public final class ForkCount {
  /** The system property that says so where JMH does not. */
  public static final String PROPERTY = "rouse.bench.forks";

  private ForkCount() {}

  /** Returns the number, 1 if the benchmark runs without forks. */
  static int of(BenchmarkParams params) {
    return Integer.getInteger(PROPERTY, Math.max(1, params.getForks()));
  }
}
