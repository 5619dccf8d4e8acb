package dev.rouse.pool;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What tests with random scenarios share: jobs, their options, and ways to end a pool. */
final class RandomJobs {
  /** Of the jobs below this number, some fail or kill their worker; the others take a time. */
  static final int KINDS = 10_000;

  private static final long LONGEST_SPIN_NANOS = 50_000;

  private RandomJobs() {}

  /** Returns a job that does nothing but take a time. */
  static long lasting(long nanos) {
    return KINDS + nanos;
  }

  /** The job says what happens to it. */
  static Long run(long job) {
    if (job >= KINDS) {
      pause(job - KINDS);
      return job;
    }
    if (job % 11 == 1) {
      throw new ArithmeticException();
    }
    if (job % 37 == 2) {
      throw new AssertionError("kills its worker");
    }
    if (job % 13 == 3) {
      Thread.yield();
    }
    if (job % 17 == 4) {
      Thread.currentThread().interrupt();
    }
    if (job % 19 == 5) {
      spin(10 * job); // up to 100 microseconds
    }
    return job;
  }

  static void spin(long nanos) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      Thread.onSpinWait();
    }
  }

  /** Takes a time: as load, not to wait for something. Sleeps if that is not too short for it. */
  static void pause(long nanos) {
    if (nanos <= LONGEST_SPIN_NANOS) {
      spin(nanos);
    } else {
      LockSupport.parkNanos(nanos);
    }
  }

  /** Returns options with times that are about as long as a job takes, or waits. */
  static JobOptions options(SplittableRandom random, int longestMicros) {
    JobOptions options = JobOptions.defaults();
    if (random.nextBoolean()) {
      int longest = random.nextInt(longestMicros);
      options =
          options
              .withRetries(random.nextInt(4))
              .withBackoff(random.nextInt(longest + 1), longest, TimeUnit.MICROSECONDS)
              .withRetryIf(e -> e.hashCode() % 8 != 0);
    }
    if (random.nextInt(3) == 0) {
      options = options.withExpiry(random.nextInt(1, longestMicros), TimeUnit.MICROSECONDS);
    }
    if (random.nextInt(3) == 0) {
      options = options.withTimeLimit(random.nextInt(1, longestMicros), TimeUnit.MICROSECONDS);
    }
    return options;
  }

  static Dispatch<Long> dispatch(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> Dispatch.roundRobin();
      case 1 -> Dispatch.leastPending();
      case 2 -> Dispatch.byKey(job -> job % 3);
      default -> Dispatch.packed();
    };
  }

  /** Cancels a job, or completes its future for it. */
  static void cancel(JobFuture<Long> future, SplittableRandom random) {
    if (random.nextInt(3) == 0) {
      future.complete(-1L);
    } else {
      future.cancel(random.nextBoolean());
    }
  }

  /** Ends a pool in one way or another; adds what it gives back. */
  static void end(
      WorkerPool<Long, Long> pool, SplittableRandom random, List<Unstarted<Long>> unstarted)
      throws InterruptedException {
    switch (random.nextInt(4)) {
      case 0 -> pool.shutdown();
      case 1 -> unstarted.add(pool.shutdownNow());
      case 2 -> pool.close();
      default -> {
        pool.shutdown();
        pool.awaitTermination(random.nextInt(100), TimeUnit.MICROSECONDS);
        unstarted.add(pool.shutdownNow());
      }
    }
  }
}
