package dev.rouse.jmh.bench.plan;

/** What is measured of a combination: less is better. */
public enum Metric {
  /** The time for an operation, in the benchmark's own unit. */
  TIME("", ""),
  /** The median latency. */
  P50("p50", "us"),
  /** The 99th percentile of the latency. */
  P99("p99", "us"),
  /** The processor time for each record or job; the benchmark says whose. */
  CPU("cpu", "us"),
  /** The longest latency of all. */
  LONGEST("longest", "us"),
  /** The share of a processor that a process takes while it waits; the benchmark says which. */
  IDLE("idle", "%"),
  /** The bytes allocated for each operation. */
  ALLOCATED("gc.alloc.rate.norm", "B/op");

  private final String jmhName;
  private final String unit;

  Metric(String jmhName, String unit) {
    this.jmhName = jmhName;
    this.unit = unit;
  }

  /** Returns the name of JMH's secondary result, empty for the primary one. */
  public String jmhName() {
    return jmhName;
  }

  /** Returns the unit, empty if it is the benchmark's. */
  public String unit() {
    return unit;
  }
}
