package dev.rouse.jmh.bench.plan;

import dev.rouse.jmh.contender.Contender;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * How much less Rouse should take than the best of its peers, in each case in which both are
 * measured; or than a limit. All figures that are compared are times, so the ratio of the peer's to
 * Rouse's is that of their throughputs.
 *
 * @param kind what counts as met
 * @param atLeast the least ratio, for {@link Kind#BELOW} the limit; without a meaning for {@link
 *     Kind#SHOWN}
 * @param mine Rouse's contender
 * @param peers the others, of which the best counts; none for a limit
 * @param metrics the figures that are compared
 * @param where the cases in which it is a goal
 */
public record Goal(
    Kind kind,
    double atLeast,
    Contender mine,
    List<Contender> peers,
    List<Metric> metrics,
    Predicate<Combination> where) {
  /** What counts as met. */
  public enum Kind {
    /** The ratio is reached, and the error bars do not overlap. */
    FASTER,
    /** The ratio is reached, or the error bars overlap. */
    NOT_SLOWER,
    /** The figure is less than a limit, and its error bar does not reach that. */
    BELOW,
    /** Nothing: there is no goal, the ratio is only reported. */
    SHOWN
  }

  static Goal faster(double atLeast, Contender mine, Contender... peers) {
    return new Goal(Kind.FASTER, atLeast, mine, List.of(peers), List.of(Metric.TIME), c -> true);
  }

  static Goal notSlower(double atLeast, Contender mine, Contender... peers) {
    return new Goal(
        Kind.NOT_SLOWER, atLeast, mine, List.of(peers), List.of(Metric.TIME), c -> true);
  }

  /** Makes a goal of a figure that stays below a limit, in the figure's unit. */
  static Goal below(double limit, Contender mine, Metric metric) {
    return new Goal(Kind.BELOW, limit, mine, List.of(), List.of(metric), c -> true);
  }

  static Goal shown(Contender mine, Contender... peers) {
    return new Goal(Kind.SHOWN, 0, mine, List.of(peers), List.of(Metric.TIME), c -> true);
  }

  Goal where(Predicate<Combination> cases) {
    return new Goal(kind, atLeast, mine, peers, metrics, cases);
  }

  Goal by(Metric... others) {
    return new Goal(kind, atLeast, mine, peers, List.of(others), where);
  }

  /** Tells whether Rouse's figure is compared with a limit, and not with peers. */
  public boolean isLimit() {
    return kind == Kind.BELOW;
  }

  /** Returns the goal in words, empty if there is none. */
  public String wanted() {
    String least = String.format(Locale.ROOT, "%.2f", atLeast);
    return switch (kind) {
      case FASTER -> atLeast > 1 ? "at least " + least : "above " + least;
      case NOT_SLOWER -> "not below " + least;
      case BELOW -> "below the limit";
      case SHOWN -> "";
    };
  }
}
