package dev.rouse.jmh.compare.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the comparison claims, with a verdict for each claim. */
public final class Claims {
  /** How much of the other's speed still counts as equal. */
  private static final double ABOUT_EQUAL = 0.95;

  private final List<Claim> claims = new ArrayList<>();

  private Claims() {}

  /**
   * Judges the ratios.
   *
   * @param ratios the ratios
   * @param trickleStallMicros the longest stall of the machine during the trickle
   * @param saturatedStallMicros the longest stall of the machine under saturation
   * @return the claims
   */
  public static List<Claim> of(
      Ratios ratios, double trickleStallMicros, double saturatedStallMicros) {
    Claims claims = new Claims();
    claims.better(
        ratios.polling(),
        "trickle: notify starts sooner than poll-1ms",
        "median latency %.1f us, poll-1ms %,.0f us"
            .formatted(ratios.polling().ours(), ratios.polling().theirs()),
        trickleStallMicros);
    claims.better(
        ratios.spinning(),
        "trickle: notify waits with less processor time than busy-spin",
        "waiting %s of a core, busy-spin %s"
            .formatted(percent(ratios.spinning().ours()), percent(ratios.spinning().theirs())),
        trickleStallMicros);
    claims.noWorse(
        ratios.queue(),
        1,
        "trickle: notify waits with no more processor time than message-copy",
        "waiting %s of a core, message-copy %s"
            .formatted(percent(ratios.queue().ours()), percent(ratios.queue().theirs())),
        trickleStallMicros);
    claims.better(
        ratios.copying(),
        "saturated: notify is faster than message-copy",
        "%.3f s, message-copy %.3f s".formatted(ratios.copying().ours(), ratios.copying().theirs()),
        saturatedStallMicros);
    claims.better(
        ratios.garbage(),
        "saturated: notify allocates less than message-copy",
        "heap bytes a block %,.0f, message-copy %,.0f"
            .formatted(ratios.garbage().ours(), ratios.garbage().theirs()),
        saturatedStallMicros);
    claims.noWorse(
        ratios.throughput(),
        ABOUT_EQUAL,
        "saturated: notify is as fast as busy-spin, within 5 %",
        "%.3f s, busy-spin %.3f s"
            .formatted(ratios.throughput().ours(), ratios.throughput().theirs()),
        saturatedStallMicros);
    return List.copyOf(claims.claims);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, share >= 0.1 ? "%.0f %%" : "%.2f %%", 100 * share);
  }

  private void better(Ratio ratio, String text, String measured, double stallMicros) {
    add(ratio.difference() == Difference.MORE, ratio, text, measured, stallMicros);
  }

  private void noWorse(
      Ratio ratio, double least, String text, String measured, double stallMicros) {
    add(ratio.high() >= least, ratio, text, measured, stallMicros);
  }

  private void add(boolean shown, Ratio ratio, String text, String measured, double stallMicros) {
    String difference =
        ratio.difference() == Difference.NONE
            ? "no difference, ratio " + ratio.spread()
            : "ratio %s, %s".formatted(Ratio.times(ratio.median()), ratio.spread());
    String stall =
        shown
            ? ""
            : String.format(Locale.ROOT, "; longest stall meanwhile %.1f ms", stallMicros / 1000);
    claims.add(new Claim(shown, text, "%s (%s)%s".formatted(measured, difference, stall)));
  }
}
