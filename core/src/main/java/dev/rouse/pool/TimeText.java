package dev.rouse.pool;

import java.util.List;
import java.util.Locale;

/** A time as text, in the largest unit of which it has at least one: two digits or more. */
final class TimeText {
  private static final List<String> UNITS = List.of("ns", "us", "ms", "s");

  private static final int NEXT_UNIT = 1000;

  /** Below this, a number has a digit after the point. */
  private static final double ONE_DIGIT = 9.95;

  private TimeText() {}

  static String of(long nanos) {
    double value = nanos;
    int unit = 0;
    while (Math.round(value) >= NEXT_UNIT && unit < UNITS.size() - 1) {
      value /= NEXT_UNIT;
      unit++;
    }
    String format = unit > 0 && value < ONE_DIGIT ? "%.1f%s" : "%.0f%s";
    return String.format(Locale.ROOT, format, value, UNITS.get(unit));
  }
}
