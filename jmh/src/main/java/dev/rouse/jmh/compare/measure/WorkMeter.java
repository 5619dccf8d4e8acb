package dev.rouse.jmh.compare.measure;

/**
 * Separates the processor time of a worker's thread into work, which is the digest, and waiting,
 * which is everything else: looking for a block, sleeping, being woken, taking a message apart. For
 * one thread.
 *
 * <p>Work is measured around the digest, for every block or for a sample of them, and the cost of
 * reading the clock is taken out: of the two reads around a digest, one falls between the two
 * instants and one outside.
 */
final class WorkMeter {
  private final int sampling;
  private final long clockCostNanos;
  private long startNanos;
  private long blocks;
  private long measuredBlocks;
  private long measuredNanos;
  private long blockStart;
  private long cpuNanos;

  /**
   * Makes a meter.
   *
   * @param sampling of how many blocks one is measured
   * @param clockCostNanos what one read of the thread's clock costs
   */
  WorkMeter(int sampling, long clockCostNanos) {
    this.sampling = sampling;
    this.clockCostNanos = clockCostNanos;
  }

  /** The thread starts. */
  void start(long cpuNow) {
    startNanos = cpuNow;
  }

  /** Tells whether to measure the next block; then call both methods for it, else none. */
  boolean measuresNext() {
    return blocks++ % sampling == 0;
  }

  /** The work on a block starts. */
  void workStarts(long cpuNow) {
    blockStart = cpuNow;
  }

  /** The work on a block ends. */
  void workEnds(long cpuNow) {
    measuredNanos += cpuNow - blockStart;
    measuredBlocks++;
  }

  /** The thread ends. */
  void end(long cpuNow) {
    cpuNanos = cpuNow - startNanos;
  }

  /** Returns the processor time of the work in nanoseconds. */
  long workNanos() {
    if (measuredBlocks == 0) {
      return 0;
    }
    double each = (double) measuredNanos / measuredBlocks - clockCostNanos;
    return Math.round(Math.max(0, each) * blocks);
  }

  /** Returns the processor time of everything else in nanoseconds, the clock's taken out. */
  long waitingNanos() {
    return Math.max(0, cpuNanos - workNanos() - 2 * clockCostNanos * measuredBlocks);
  }
}
