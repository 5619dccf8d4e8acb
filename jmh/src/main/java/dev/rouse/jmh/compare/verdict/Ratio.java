package dev.rouse.jmh.compare.verdict;

import java.util.Arrays;
import java.util.Locale;

/**
 * How many times as much another approach takes as this one: above 1, this one is better. Each
 * round gives one ratio, because the machine is more alike within a round than from one round to
 * the next.
 *
 * <p>The spread holds the true median with a probability of at least 95 % and assumes nothing about
 * the distribution: it reaches from one of the ordered ratios to another (the sign test's
 * interval). With fewer than 6 rounds it reaches from the smallest to the largest, which for 5 is
 * 94 %.
 *
 * @param ours the median of what this approach takes
 * @param theirs the median of what the other takes
 * @param median the median of the rounds' ratios
 * @param low the spread's lower end
 * @param high the spread's upper end
 * @param rounds how many rounds there were
 */
public record Ratio(
    double ours, double theirs, double median, double low, double high, int rounds) {
  private static final double LEAST_CONFIDENCE = 0.95;

  /**
   * Compares two approaches.
   *
   * @param ours what this one took in each round, above 0
   * @param theirs what the other took in the same rounds, above 0
   * @return the ratio of theirs to ours
   */
  public static Ratio of(double[] ours, double[] theirs) {
    double[] ratios = new double[ours.length];
    Arrays.setAll(ratios, i -> theirs[i] / ours[i]);
    Arrays.sort(ratios);
    int outside = outside(ratios.length);
    return new Ratio(
        median(ours),
        median(theirs),
        median(ratios),
        ratios[outside],
        ratios[ratios.length - 1 - outside],
        ratios.length);
  }

  /** Returns how many of the ordered ratios at each end the spread leaves out. */
  private static int outside(int rounds) {
    // The probability that at most k of n rounds lie on one given side of the median.
    double tail = 0;
    double term = Math.pow(0.5, rounds);
    int k = 0;
    while (true) {
      tail += term;
      if (1 - 2 * tail < LEAST_CONFIDENCE) {
        return Math.max(0, k - 1);
      }
      k++;
      term *= (double) (rounds - k + 1) / k;
    }
  }

  /** Returns the median of some values. */
  public static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Compares the ratio with 1. */
  public Difference difference() {
    if (low > 1) {
      return Difference.MORE;
    }
    return high < 1 ? Difference.LESS : Difference.NONE;
  }

  /** Returns the spread as text, as in "1.8 to 2.1". */
  public String spread() {
    return times(low) + " to " + times(high);
  }

  /** Returns a factor with as many digits as matter. */
  public static String times(double factor) {
    return String.format(
        Locale.ROOT, factor >= 10 ? "%,.0f" : factor >= 3 ? "%.1f" : "%.2f", factor);
  }
}
