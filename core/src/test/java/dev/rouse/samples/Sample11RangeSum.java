package dev.rouse.samples;

// Step 11: a big job is cut into chunks, and the results of the chunks are added up. New: many
// jobs at once, and the time that they take, compared with one thread.

// @start region="program"
import dev.rouse.pool.JobFuture;
import dev.rouse.pool.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One thread adds up many numbers, then all processors do. */
final class Sample11RangeSum {
  record Range(long from, long to) {}

  private static final long NUMBERS = 100_000_000;
  private static final int ROUNDS = 4; // the fastest counts: the first ones warm the JVM up
  private static final int CHUNKS = 20; // a few for each worker

  public static void main(String[] args) throws InterruptedException {
    try (WorkerPool<Range, Long> pool =
        WorkerPool.<Range, Long>builder(() -> (range, job) -> sum(range)).start()) {
      long alone = 0;
      long together = 0;
      long aloneNanos = Long.MAX_VALUE;
      long togetherNanos = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        alone = sum(new Range(0, NUMBERS));
        long middle = System.nanoTime();
        together = sum(pool);
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

  private static long sum(WorkerPool<Range, Long> pool) throws InterruptedException {
    long sum = 0;
    for (JobFuture<Long> part : pool.invokeAll(chunks())) { // returns when all are done
      sum += part.join();
    }
    return sum;
  }

  private static List<Range> chunks() {
    List<Range> chunks = new ArrayList<>();
    long size = NUMBERS / CHUNKS;
    for (long from = 0; from < NUMBERS; from += size) {
      chunks.add(new Range(from, from + size));
    }
    return chunks;
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
