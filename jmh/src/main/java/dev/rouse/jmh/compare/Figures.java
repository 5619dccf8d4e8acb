package dev.rouse.jmh.compare;

import dev.rouse.jmh.compare.measure.Pass;
import dev.rouse.jmh.compare.pipeline.Approach;
import dev.rouse.jmh.compare.verdict.Ratio;
import dev.rouse.jmh.compare.verdict.Ratios;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** The ratios of what was measured in the same round. */
final class Figures {
  /**
   * The least waiting that is told apart, as a share of a core: the processor time of a pass is
   * known to some microseconds, so below that a ratio says nothing.
   */
  private static final double LEAST_WAITING = 1e-5;

  private Figures() {}

  /** Returns what there is of an approach. */
  static <T> T of(Map<Approach, T> all, Approach approach) {
    return Objects.requireNonNull(all.get(approach), approach.label());
  }

  /** Compares notify with the other approaches. */
  static Ratios ratios(Map<Approach, List<Pass>> saturated, Map<Approach, List<Pass>> trickle) {
    return new Ratios(
        ratio(trickle, Approach.POLL_1MS, pass -> pass.latency().getValueAtPercentile(50) / 1e3),
        ratio(trickle, Approach.BUSY_SPIN, Figures::waiting),
        ratio(trickle, Approach.MESSAGE_COPY, Figures::waiting),
        ratio(saturated, Approach.MESSAGE_COPY, Pass::wallSeconds),
        ratio(
            saturated,
            Approach.MESSAGE_COPY,
            pass -> Math.max(1, (double) pass.bytesAllocated() / pass.blocks())),
        ratio(saturated, Approach.BUSY_SPIN, Pass::wallSeconds));
  }

  private static double waiting(Pass pass) {
    return Math.max(LEAST_WAITING, pass.waitingSeconds() / pass.wallSeconds());
  }

  private static Ratio ratio(
      Map<Approach, List<Pass>> passes, Approach other, ToDoubleFunction<Pass> figure) {
    return Ratio.of(
        of(passes, Approach.NOTIFY).stream().mapToDouble(figure).toArray(),
        of(passes, other).stream().mapToDouble(figure).toArray());
  }
}
