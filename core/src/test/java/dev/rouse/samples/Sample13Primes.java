package dev.rouse.samples;

// Step 13: chunks of the same size take different times. New: a reply that is a record, and many
// small jobs: a worker that has had easy ones takes more of them.

// @start region="program"
import dev.rouse.pool.JobFuture;
import dev.rouse.pool.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks for primes by trial division, with one thread and with all processors. */
final class Sample13Primes {
  record Range(int from, int to) {}

  /** How many primes there are in a range, and the largest of them, or 0. */
  record Primes(int count, int largest) {
    static final Primes NONE = new Primes(0, 0);

    Primes plus(Primes more) {
      return new Primes(count + more.count, Math.max(largest, more.largest));
    }
  }

  private static final int ROUNDS = 4; // the fastest counts: the first ones warm the JVM up
  private static final int NUMBERS = 500_000;
  private static final int CHUNKS = 50; // the last takes the longest

  public static void main(String[] args) throws InterruptedException {
    try (WorkerPool<Range, Primes> pool =
        WorkerPool.<Range, Primes>builder(() -> (range, job) -> primes(range)).start()) {
      Primes alone = Primes.NONE;
      Primes together = Primes.NONE;
      long aloneNanos = Long.MAX_VALUE;
      long togetherNanos = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        alone = primes(new Range(0, NUMBERS));
        long middle = System.nanoTime();
        together = primes(pool);
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

  private static Primes primes(WorkerPool<Range, Primes> pool) throws InterruptedException {
    Primes found = Primes.NONE;
    for (JobFuture<Primes> part : pool.invokeAll(chunks())) {
      found = found.plus(part.join());
    }
    return found;
  }

  private static List<Range> chunks() {
    List<Range> chunks = new ArrayList<>();
    int size = NUMBERS / CHUNKS;
    for (int from = 0; from < NUMBERS; from += size) {
      chunks.add(new Range(from, from + size));
    }
    return chunks;
  }

  private static Primes primes(Range range) {
    Primes found = Primes.NONE;
    for (int number = range.from(); number < range.to(); number++) {
      if (isPrime(number)) {
        found = found.plus(new Primes(1, number));
      }
    }
    return found;
  }

  private static boolean isPrime(int number) {
    for (int divisor = 2; divisor * divisor <= number; divisor++) {
      if (number % divisor == 0) {
        return false;
      }
    }
    return number > 1;
  }
}
// @end
