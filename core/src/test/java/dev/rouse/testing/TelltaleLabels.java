package dev.rouse.testing;

import dev.rouse.counter.CounterSnapshot;

/**
 * Labels that follow from the type of their counter and show in every word which one they belong
 * to. So a label that is made up of two is found out.
 */
public final class TelltaleLabels {
  private static final int LETTERS = 26;

  private TelltaleLabels() {}

  /** Returns the label that belongs to a type of 0 or more. */
  public static String of(int type) {
    return String.valueOf((char) ('a' + type % LETTERS)).repeat(1 + type * 7 % 192);
  }

  /** Tells whether a label belongs to its type. */
  public static boolean isWhole(CounterSnapshot read) {
    return read.type() >= 0 && read.label().equals(of(read.type()));
  }
}
