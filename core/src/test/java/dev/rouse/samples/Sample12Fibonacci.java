package dev.rouse.samples;

// Step 12: a recursion is cut into jobs. New: the caller cuts all of it before it
// submits, because a job that waits for other jobs of its pool takes a worker from them.

// @start region="program"
import dev.rouse.pool.JobFuture;
import dev.rouse.pool.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The slow way to a Fibonacci number, by one thread and by all processors. */
final class Sample12Fibonacci {
  private static final int ROUNDS = 4; // the fastest counts: the first ones warm the JVM up
  private static final int N = 34;
  private static final int LARGEST_JOB = 26;

  public static void main(String[] args) throws InterruptedException {
    try (WorkerPool<Integer, Long> pool =
        WorkerPool.<Integer, Long>builder(() -> (n, job) -> fibonacci(n)).start()) {
      long alone = 0;
      long together = 0;
      long aloneNanos = Long.MAX_VALUE;
      long togetherNanos = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        alone = fibonacci(N);
        long middle = System.nanoTime();
        together = fibonacci(N, pool);
        long end = System.nanoTime();
        aloneNanos = Math.min(aloneNanos, middle - start);
        togetherNanos = Math.min(togetherNanos, end - middle);
      }
      System.out.println("one thread: " + alone);
      System.out.println("the pool: " + together);
      double speedUp = (double) aloneNanos / togetherNanos; // depends on the machine
      System.out.printf(Locale.ROOT, "speed-up: %.1f%n", speedUp);
    }
  }

  private static long fibonacci(int n, WorkerPool<Integer, Long> pool) throws InterruptedException {
    List<Integer> jobs = new ArrayList<>();
    cut(n, jobs);
    long sum = 0;
    for (JobFuture<Long> part : pool.invokeAll(jobs)) {
      sum += part.join();
    }
    return sum;
  }

  /** Follows the recursion only as far as it takes to get jobs that are small enough. */
  private static void cut(int n, List<Integer> jobs) {
    if (n <= LARGEST_JOB) {
      jobs.add(n);
    } else {
      cut(n - 1, jobs);
      cut(n - 2, jobs);
    }
  }

  private static long fibonacci(int n) {
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
  }
}
// @end
