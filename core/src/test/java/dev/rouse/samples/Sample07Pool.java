package dev.rouse.samples;

// Step 7: the work itself is done by other threads. New: no thread and no channel of your own; a
// job goes in, and its reply comes back in a future.

// @start region="program"
import dev.rouse.pool.JobFuture;
import dev.rouse.pool.WorkerPool;

/** Two workers add up the numbers of two ranges. */
final class Sample07Pool {
  record Range(long from, long to) {}

  public static void main(String[] args) throws InterruptedException {
    // For each worker, the outer function makes a handler; the inner one is that handler.
    try (WorkerPool<Range, Long> pool =
        WorkerPool.<Range, Long>builder(() -> (range, job) -> sum(range)).workers(2).start()) {
      JobFuture<Long> first = pool.submit(new Range(0, 500_000));
      JobFuture<Long> second = pool.submit(new Range(500_000, 1_000_000));
      System.out.println(first.join() + second.join());
    } // waits until all jobs are done
  }

  private static long sum(Range range) {
    long sum = 0;
    for (long number = range.from(); number < range.to(); number++) {
      sum += number;
    }
    return sum;
  }
}
// @end
