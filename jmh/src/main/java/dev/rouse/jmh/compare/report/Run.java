package dev.rouse.jmh.compare.report;

/**
 * What one approach took under one load.
 *
 * @param approach its name
 * @param load the load's name
 * @param wallSeconds from the first publish to the end of the last work; the median round
 * @param mbPerSecond megabytes (10<sup>6</sup>) validated in a second
 * @param consumerCpuSeconds processor time of all workers together
 * @param consumerCpuShare that time as a share of one core; 1 is a core fully used
 * @param latencyMicros hand-off latency, from the publish to the start of the work
 * @param bytesAllocatedPerBlock on the heap, by the publisher and the workers
 * @param digest SHA-256 of the whole input as this approach delivered it
 * @param rounds how many timed passes there were
 * @param wallSecondsMin the fastest of them
 * @param wallSecondsMax the slowest of them
 */
public record Run(
    String approach,
    String load,
    double wallSeconds,
    double mbPerSecond,
    double consumerCpuSeconds,
    double consumerCpuShare,
    Latency latencyMicros,
    double bytesAllocatedPerBlock,
    String digest,
    int rounds,
    double wallSecondsMin,
    double wallSecondsMax) {

  /**
   * A latency in microseconds.
   *
   * @param p50 the median
   * @param p99 the 99th percentile
   * @param max the largest
   */
  public record Latency(double p50, double p99, double max) {}
}
