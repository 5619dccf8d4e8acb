package dev.rouse.jmh.load;

import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Figures that JMH adds up over forks and iterations, where their mean is wanted: each iteration
 * reports its share of the mean.
 */
public final class Shares {
  private Shares() {}

  /** Returns an iteration's share of the mean. */
  public static double of(double figure, BenchmarkParams params) {
    return figure / Math.max(1, params.getForks()) / params.getMeasurement().getCount();
  }

  /** Returns the figure of an iteration of a run with a single fork, from its share. */
  public static double whole(double share, BenchmarkParams params) {
    return share * params.getMeasurement().getCount();
  }
}
