package dev.rouse.jmh.pool;

/** What jobs do. */
public final class Work {
  /** How many chunks a share has, see {@link #chunk}. */
  public static final int CHUNKS = 64;

  /** What is computed in chunks. */
  public enum Kind {
    /** A Fibonacci number, by two calls for each that is larger than 1. */
    FIBONACCI,
    /** A sum over all numbers of a range. */
    RANGE_SUM,
    /** How many numbers of a range are primes, by trial division. */
    PRIMES
  }

  private static final int FIBONACCI = 24;
  private static final int RANGE = 100_000;
  private static final int FIRST_CANDIDATE = 1_000_000;
  private static final int CANDIDATES = 800;

  private static final int CALIBRATIONS = 200;
  private static final long CALIBRATION_STEPS = 100_000;

  private Work() {}

  /** Returns the reply to a job that takes no time. */
  public static long next(long job) {
    return job + 1;
  }

  /**
   * Computes a chunk. A share of them takes some 15 milliseconds, and all of them about the same.
   *
   * @param kind what to compute
   * @param chunk which part of it, from 0 to {@link #CHUNKS} - 1
   */
  public static long chunk(Kind kind, long chunk) {
    return switch (kind) {
      case FIBONACCI -> fibonacci(FIBONACCI) + chunk;
      case RANGE_SUM -> sum(chunk * RANGE);
      case PRIMES -> primes(FIRST_CANDIDATE + chunk * CANDIDATES);
    };
  }

  private static long fibonacci(int n) {
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
  }

  private static long sum(long from) {
    long sum = 0;
    for (long i = from; i < from + RANGE; i++) {
      sum += i % 7 * (i % 11);
    }
    return sum;
  }

  private static long primes(long from) {
    long count = 0;
    for (long i = from; i < from + CANDIDATES; i++) {
      if (isPrime(i)) {
        count++;
      }
    }
    return count;
  }

  private static boolean isPrime(long candidate) {
    for (long divisor = 2; divisor * divisor <= candidate; divisor++) {
      if (candidate % divisor == 0) {
        return false;
      }
    }
    return candidate > 1;
  }

  /** Computes for a number of steps of equal length. Returns something that is never 0. */
  static long compute(long steps) {
    long state = 88_172_645_463_325_252L;
    for (long i = 0; i < steps; i++) {
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
    }
    return state;
  }

  /**
   * Returns how many steps take a time on a processor that does nothing else. What else the machine
   * does can only make them longer, so the shortest measurement counts.
   *
   * @param nanos the time in nanoseconds
   */
  static long steps(long nanos) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < CALIBRATIONS; i++) {
      long start = System.nanoTime();
      long state = compute(CALIBRATION_STEPS);
      long took = System.nanoTime() - start;
      if (state != 0) {
        least = Math.min(least, took);
      }
    }
    return Math.max(1, nanos * CALIBRATION_STEPS / Math.max(1, least));
  }
}
