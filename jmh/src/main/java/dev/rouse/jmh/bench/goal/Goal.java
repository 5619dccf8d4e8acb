package dev.rouse.jmh.bench.goal;

import dev.rouse.jmh.bench.plan.Combination;
import java.util.List;

/**
 * How much less Rouse should take than the best of its peers. All figures that are compared are
 * times, so the ratio of the peer's to Rouse's is that of their throughputs.
 *
 * @param what the case, such as a payload
 * @param kind what counts as met
 * @param atLeast the least ratio; without a meaning for {@link Kind#SHOWN}
 * @param mine Rouse's combination
 * @param peers the others, of which the best counts
 * @param metric the figure that is compared; empty for the score
 */
public record Goal(
    String what,
    Kind kind,
    double atLeast,
    Combination mine,
    List<Combination> peers,
    String metric) {

  /** What counts as met. */
  public enum Kind {
    /** The ratio is reached, and the error bars do not overlap. */
    FASTER,
    /** The ratio is reached, or the error bars overlap. */
    NOT_SLOWER,
    /** Nothing: there is no goal, the ratio is only reported. */
    SHOWN
  }

  /** Keeps a copy of the peers. */
  public Goal {
    peers = List.copyOf(peers);
    if (peers.isEmpty()) {
      throw new IllegalArgumentException("peers: none, expected at least one, for " + mine);
    }
  }

  /** Makes a goal to be faster than the best of the peers, by their scores. */
  static Goal faster(double atLeast, String what, Combination mine, Combination... peers) {
    return new Goal(what, Kind.FASTER, atLeast, mine, List.of(peers), "");
  }

  /** Makes a goal not to be slower than the best of the peers, by their scores. */
  static Goal notSlower(double atLeast, String what, Combination mine, List<Combination> peers) {
    return new Goal(what, Kind.NOT_SLOWER, atLeast, mine, peers, "");
  }

  /** Makes a comparison that is only reported. */
  static Goal shown(String what, Combination mine, Combination peer) {
    return new Goal(what, Kind.SHOWN, 0, mine, List.of(peer), "");
  }

  /** Returns the same for another figure than the score. */
  Goal by(String otherMetric) {
    return new Goal(what + ", " + otherMetric, kind, atLeast, mine, peers, otherMetric);
  }
}
