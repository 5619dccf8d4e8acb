package dev.rouse.jmh.bench.report;

import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Comparison;
import dev.rouse.jmh.bench.plan.Declaration;
import dev.rouse.jmh.bench.plan.Goal;
import dev.rouse.jmh.bench.plan.Goal.Kind;
import dev.rouse.jmh.bench.result.Figure;
import dev.rouse.jmh.bench.result.Results;
import dev.rouse.jmh.bench.result.Row;
import dev.rouse.jmh.tool.UserError;
import java.util.ArrayList;
import java.util.List;

/**
 * A comparison and what was measured.
 *
 * @param comparison what is compared
 * @param mine Rouse's figure
 * @param best the figure of the peer that took the least; the limit if there are no peers
 */
public record Ratio(Comparison comparison, Row mine, Row best) {
  /** What a ratio says about its goal. */
  public enum Verdict {
    /** The goal is reached. */
    MET("met"),
    /** The goal is not reached. */
    NOT_MET("**not met**"),
    /** The error bars overlap: the measurement cannot tell the two apart. */
    NO_DIFFERENCE("no difference"),
    /** There is a difference, but no goal for it. */
    SHOWN("no goal"),
    /** Too few samples for an error, so that nothing can be said. */
    UNKNOWN("error unknown");

    private final String label;

    Verdict(String label) {
      this.label = label;
    }

    /** Returns the verdict in words. */
    public String label() {
      return label;
    }
  }

  /**
   * Compares what was measured of a benchmark.
   *
   * @throws UserError if a figure is missing
   */
  static List<Ratio> of(Declaration declaration, Results results) throws UserError {
    List<Ratio> ratios = new ArrayList<>();
    for (Comparison comparison : declaration.comparisons()) {
      ratios.add(of(comparison, results));
    }
    return ratios;
  }

  /**
   * Compares what was measured.
   *
   * @throws UserError if a figure is missing
   */
  static Ratio of(Comparison comparison, Results results) throws UserError {
    Row mine = results.require(comparison.mine(), comparison.metric());
    if (comparison.goal().isLimit()) {
      return new Ratio(comparison, mine, limit(comparison.goal(), mine));
    }
    Row best = results.require(comparison.peers().getFirst(), comparison.metric());
    for (Combination peer : comparison.peers()) {
      Row other = results.require(peer, comparison.metric());
      if (other.figure().value() < best.figure().value()) {
        best = other;
      }
    }
    return new Ratio(comparison, mine, best);
  }

  private static Row limit(Goal goal, Row mine) {
    return new Row(
        mine.combination(),
        mine.metric(),
        new Figure(goal.atLeast(), 0),
        mine.unit(),
        mine.sample());
  }

  /** Returns the ratio: above 1 if Rouse takes less than the best peer. */
  public Figure value() {
    return best.figure().dividedBy(mine.figure());
  }

  /** Tells what the ratio says about the goal. */
  public Verdict verdict() {
    Goal goal = comparison.goal();
    Figure value = value();
    if (!Double.isFinite(value.value()) || !value.hasError()) {
      return Verdict.UNKNOWN;
    }
    if (mine.figure().overlaps(best.figure())) {
      return Verdict.NO_DIFFERENCE;
    }
    if (goal.kind() == Kind.SHOWN) {
      return Verdict.SHOWN;
    }
    double least = goal.isLimit() ? 1 : goal.atLeast();
    return value.value() >= least ? Verdict.MET : Verdict.NOT_MET;
  }

  /** Tells whether that is what was wished for. */
  public boolean good() {
    return verdict() == Verdict.MET
        || (verdict() == Verdict.NO_DIFFERENCE && comparison.goal().kind() == Kind.NOT_SLOWER);
  }
}
