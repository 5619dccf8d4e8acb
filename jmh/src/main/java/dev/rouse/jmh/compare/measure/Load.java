package dev.rouse.jmh.compare.measure;

/** How fast blocks are published. */
public enum Load {
  /** As fast as possible. */
  SATURATED("saturated", 0, 16),
  /** One every 100 microseconds: warms up the code that runs only when a worker has to wait. */
  WARM_UP("warm-up", 100_000, 16),
  /** One every 10 milliseconds. */
  TRICKLE("trickle", 10_000_000, 1);

  private final String label;
  private final long intervalNanos;
  private final int workSampling;

  Load(String label, long intervalNanos, int workSampling) {
    this.label = label;
    this.intervalNanos = intervalNanos;
    this.workSampling = workSampling;
  }

  /** Returns the name in reports. */
  public String label() {
    return label;
  }

  /** Returns the nanoseconds from one block to the next. */
  long intervalNanos() {
    return intervalNanos;
  }

  /**
   * Returns of how many blocks the work of one is measured. Two reads of the thread's clock cost
   * some percent of a block's digest, which a trickle can afford and throughput cannot.
   */
  int workSampling() {
    return workSampling;
  }
}
