package dev.rouse.jmh.bench.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * The combinations of one benchmark class.
 *
 * @param name the class, without its package
 * @param effort the time for each combination
 * @param combinations what is measured, in order
 */
public record Group(String name, Effort effort, List<Combination> combinations) {
  /** Keeps a copy of the list. */
  public Group {
    combinations = List.copyOf(combinations);
  }

  /** Returns about how many seconds it takes. */
  public double seconds() {
    return combinations.size() * effort.seconds();
  }

  /** Returns the same with a scaled effort. */
  Group scaled(Scale scale) {
    return new Group(name, effort.scaled(scale), combinations);
  }

  /** Values of a parameter. */
  record Axis(String param, List<?> values) {}

  /** Returns each value of each axis with each of the others. */
  static List<Combination> all(String benchmark, Axis... axes) {
    List<Combination> all = List.of(Combination.of(benchmark));
    for (Axis axis : axes) {
      List<Combination> longer = new ArrayList<>();
      for (Combination c : all) {
        axis.values().forEach(value -> longer.add(c.with(axis.param(), value.toString())));
      }
      all = longer;
    }
    return all;
  }
}
