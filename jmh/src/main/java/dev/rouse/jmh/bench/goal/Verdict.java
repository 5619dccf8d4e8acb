package dev.rouse.jmh.bench.goal;

/** What a ratio says about its goal. */
public enum Verdict {
  /** The goal is reached. */
  MET("met"),
  /** The goal is not reached. */
  NOT_MET("NOT MET"),
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
