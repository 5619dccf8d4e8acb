package dev.rouse.jmh.compare;

/** How fast blocks are published. */
public enum Load {
  /** As fast as it goes. */
  SATURATED("saturated", 0),
  /**
   * One every 200 microseconds: warms up what runs only when a worker has nothing to do. Saturated
   * passes hardly ever get there, and the trickle is too short for the compiler to notice.
   */
  WARM_UP("warm-up", 200_000),
  /** One every 10 milliseconds. */
  TRICKLE("trickle", 10_000_000);

  private final String label;
  private final long intervalNanos;

  Load(String label, long intervalNanos) {
    this.label = label;
    this.intervalNanos = intervalNanos;
  }

  /** Returns the name in reports. */
  public String label() {
    return label;
  }

  /** Returns the nanoseconds from one block to the next. */
  long intervalNanos() {
    return intervalNanos;
  }
}
