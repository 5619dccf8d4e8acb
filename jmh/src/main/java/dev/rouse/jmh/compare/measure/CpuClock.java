package dev.rouse.jmh.compare.measure;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/** The processor time of the calling thread, and what it costs to read that clock. */
final class CpuClock {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int WARM_UP_READS = 20_000;
  private static final int BATCHES = 21;
  private static final int READS_IN_BATCH = 500;

  /** The processor time of one read in nanoseconds, measured once. */
  static final long COST_NANOS = measureCost();

  private CpuClock() {}

  /** Returns the processor time of the calling thread in nanoseconds. */
  static long nanos() {
    return THREADS.getCurrentThreadCpuTime();
  }

  private static long measureCost() {
    for (int i = 0; i < WARM_UP_READS; i++) {
      nanos();
    }
    long[] costs = new long[BATCHES];
    for (int i = 0; i < BATCHES; i++) {
      long start = nanos();
      for (int k = 1; k < READS_IN_BATCH; k++) {
        nanos();
      }
      costs[i] = (nanos() - start) / READS_IN_BATCH;
    }
    Arrays.sort(costs);
    return costs[BATCHES / 2];
  }
}
