package dev.rouse.jmh.bench.plan;

import dev.rouse.jmh.bench.plan.Effort.Pass;
import dev.rouse.jmh.contender.Contender;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All that the full run and its reports know of a benchmark class.
 *
 * @param type the JMH class
 * @param question what it answers
 * @param effort the time for each combination
 * @param combinations what is measured, in order; none if it is only run by hand
 * @param goals how fast Rouse should be
 * @param charts what is drawn
 * @param onlyIfNamed whether the full run leaves it out unless it is named
 */
public record Declaration(
    Class<?> type,
    String question,
    Effort effort,
    List<Combination> combinations,
    List<Goal> goals,
    List<Chart> charts,
    boolean onlyIfNamed) {
  private static final Map<String, String> UNITS =
      Map.of("payload", "B", "gapMicros", "us", "burst", "messages", "senders", "senders");

  private static final int KIBI = 1024;

  /** Keeps copies of the lists. */
  public Declaration {
    combinations = List.copyOf(combinations);
    goals = List.copyOf(goals);
    charts = List.copyOf(charts);
  }

  /**
   * A parameter and its values.
   *
   * @param parameter the name of the benchmark's field
   * @param values the values
   */
  record Axis(String parameter, List<Integer> values) {
    static final Axis NONE = new Axis("", List.of(0));

    static Axis of(String parameter, Integer... values) {
      return new Axis(parameter, List.of(values));
    }
  }

  static Declaration of(Class<?> type, Effort effort, String question) {
    return new Declaration(type, question, effort, List.of(), List.of(), List.of(), false);
  }

  /** Returns the same, which is measured only if it is named. */
  Declaration onRequest() {
    return new Declaration(type, question, effort, combinations, goals, charts, true);
  }

  /** Declares a benchmark that is run by plain JMH only. */
  static Declaration byHand(Class<?> type, String question) {
    return of(type, new Effort(0, new Pass(0, 0), new Pass(0, 0)), question);
  }

  /** Measures each contender with each value of the parameter, on one thread. */
  Declaration measure(String method, Axis axis, Contender... contenders) {
    return measure(method, 1, axis, contenders);
  }

  /** Measures each contender with each value of the parameter. */
  Declaration measure(String method, int threads, Axis axis, Contender... contenders) {
    List<Combination> more = new ArrayList<>(combinations);
    for (Contender contender : contenders) {
      for (int value : axis.values()) {
        more.add(
            new Combination(name() + "." + method, contender, axis.parameter(), value, threads));
      }
    }
    return new Declaration(type, question, effort, more, goals, charts, onlyIfNamed);
  }

  Declaration goals(Goal... all) {
    return new Declaration(type, question, effort, combinations, List.of(all), charts, onlyIfNamed);
  }

  Declaration charts(Chart... all) {
    return new Declaration(type, question, effort, combinations, goals, List.of(all), onlyIfNamed);
  }

  /** Returns the same with another effort. */
  public Declaration scaled(double scale) {
    return new Declaration(
        type, question, effort.scaled(scale), combinations, goals, charts, onlyIfNamed);
  }

  /**
   * Tells whether a run measures it.
   *
   * @param named whether the run names its benchmarks, instead of being the full one
   */
  public boolean isMeasured(boolean named) {
    return !combinations.isEmpty() && (named || !onlyIfNamed);
  }

  /** Returns the class's name, without its package. */
  public String name() {
    return type.getSimpleName();
  }

  /** Returns about how many seconds the benchmark takes. */
  public double seconds() {
    return combinations.size() * effort.seconds();
  }

  /**
   * Returns each goal in each of its cases: those in which a peer is measured too, or all if it is
   * a limit.
   */
  public List<Comparison> comparisons() {
    return goals.stream().flatMap(this::comparisons).toList();
  }

  private Stream<Comparison> comparisons(Goal goal) {
    return combinations.stream()
        .filter(c -> c.contender() == goal.mine() && goal.where().test(c))
        .flatMap(mine -> comparisons(goal, mine));
  }

  private Stream<Comparison> comparisons(Goal goal, Combination mine) {
    List<Combination> peers =
        combinations.stream()
            .filter(c -> c.comparesWith(mine) && goal.peers().contains(c.contender()))
            .toList();
    return peers.isEmpty() && !goal.isLimit()
        ? Stream.of()
        : goal.metrics().stream()
            .map(metric -> new Comparison(goal, label(mine, metric), mine, peers, metric));
  }

  private String label(Combination combination, Metric metric) {
    String label = label(combination);
    if (metric == Metric.TIME) {
      return label;
    }
    String figure = metric.name().toLowerCase(Locale.ROOT);
    return label.isEmpty() ? figure : label + ", " + figure;
  }

  /** Returns what tells a combination from the others of the same contender; may be empty. */
  public String label(Combination combination) {
    return label(combination, combinations);
  }

  /** Returns what tells a combination from others, of the same contender; may be empty. */
  public static String label(Combination combination, List<Combination> others) {
    List<String> parts = new ArrayList<>();
    if (others.stream().anyMatch(c -> !c.method().equals(combination.method()))) {
      parts.add(combination.method());
    }
    if (!combination.parameter().isEmpty()) {
      parts.add(amount(combination));
    }
    if (others.stream().anyMatch(c -> c.threads() != combination.threads())) {
      parts.add(combination.threads() == 1 ? "1 thread" : combination.threads() + " threads");
    }
    return String.join(", ", parts);
  }

  private static String amount(Combination combination) {
    int value = combination.value();
    if (!combination.parameter().equals("payload") || value % KIBI != 0) {
      String unit = UNITS.getOrDefault(combination.parameter(), combination.parameter());
      return value + " " + (value == 1 ? unit.replaceFirst("s$", "") : unit);
    }
    return value % (KIBI * KIBI) == 0 ? value / KIBI / KIBI + " MiB" : value / KIBI + " KiB";
  }
}
