package dev.rouse.jmh.compare.verdict;

/** How a ratio compares with 1. */
public enum Difference {
  /** All of the spread is above 1. */
  MORE,
  /** 1 is within the spread. */
  NONE,
  /** All of the spread is below 1. */
  LESS
}
