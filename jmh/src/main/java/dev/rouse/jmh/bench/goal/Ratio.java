package dev.rouse.jmh.bench.goal;

import dev.rouse.jmh.bench.goal.Goal.Kind;
import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.result.Figure;
import dev.rouse.jmh.bench.result.Results;
import dev.rouse.jmh.tool.UserError;
import java.util.Locale;

/**
 * A goal and what was measured.
 *
 * @param goal the goal
 * @param best the peer that took the least
 * @param mine Rouse's figure
 * @param peer the best peer's figure
 */
public record Ratio(Goal goal, Combination best, Figure mine, Figure peer) {
  /**
   * Compares what was measured.
   *
   * @throws UserError if a benchmark does not report the figure
   */
  static Ratio of(Goal goal, Results results) throws UserError {
    Combination best = goal.peers().getFirst();
    for (Combination peer : goal.peers()) {
      if (figure(goal, results, peer).value() < figure(goal, results, best).value()) {
        best = peer;
      }
    }
    return new Ratio(goal, best, figure(goal, results, goal.mine()), figure(goal, results, best));
  }

  private static Figure figure(Goal goal, Results results, Combination combination)
      throws UserError {
    return results
        .of(combination)
        .figure(goal.metric())
        .orElseThrow(
            () ->
                new UserError(
                    "results: %s has no %s, expected one".formatted(combination, goal.metric())));
  }

  /** Returns the ratio: above 1 if Rouse takes less than the best peer. */
  public Figure value() {
    return peer.dividedBy(mine);
  }

  /** Tells what the ratio says about the goal. */
  public Verdict verdict() {
    Figure value = value();
    if (!Double.isFinite(value.value()) || !value.hasError()) {
      return Verdict.UNKNOWN;
    }
    if (mine.overlaps(peer)) {
      return Verdict.NO_DIFFERENCE;
    }
    if (goal.kind() == Kind.SHOWN) {
      return Verdict.SHOWN;
    }
    return value.value() >= goal.atLeast() ? Verdict.MET : Verdict.NOT_MET;
  }

  /** Tells whether that is what was wished for, or all right where nothing was. */
  public boolean good() {
    return switch (verdict()) {
      case MET -> true;
      case NO_DIFFERENCE -> goal.kind() == Kind.NOT_SLOWER;
      case NOT_MET, SHOWN, UNKNOWN -> false;
    };
  }

  /** Returns what is compared with what. */
  public String title() {
    String title = goal.mine().contender() + " / " + best.contender();
    return goal.peers().size() > 1 ? title + " (best)" : title;
  }

  /** Returns the goal in words, empty if there is none. */
  public String wanted() {
    String least = String.format(Locale.ROOT, "%.2f", goal.atLeast());
    return switch (goal.kind()) {
      case FASTER -> goal.atLeast() > 1 ? "at least " + least : "above " + least;
      case NOT_SLOWER -> "not below " + least;
      case SHOWN -> "";
    };
  }
}
