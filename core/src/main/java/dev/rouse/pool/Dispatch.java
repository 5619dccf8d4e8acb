package dev.rouse.pool;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Decides which worker does a job. Called by the threads that submit jobs, so an implementation
 * must be safe for any number of threads. Must not block.
 *
 * @param <J> the type of the jobs
 */
@FunctionalInterface
public interface Dispatch<J> {
  /** Any worker: the first one that is free takes the job. */
  int ANY = -1;

  /**
   * Chooses a worker.
   *
   * @param job the job
   * @param load says what the workers have to do
   * @return the worker's index, from 0, or {@link #ANY}
   */
  int worker(J job, Load load);

  /** What the workers have to do. */
  interface Load {
    /**
     * Returns how many workers there are.
     *
     * @return the number, at least 1
     */
    int workers();

    /**
     * Returns how many jobs are queued for a worker in particular, and one more if it runs a job: a
     * recent number.
     *
     * @param worker the worker's index, from 0
     * @return the number, 0 or more
     */
    int pending(int worker);
  }

  /**
   * Returns the default: the workers that are awake take the jobs, and one more is woken only when
   * they have no room. So short jobs stay with few workers, whose caches are warm, and long ones
   * spread at once. A job that is queued behind an unexpectedly long one waits at most about half a
   * millisecond for another worker. A job waits for no particular worker.
   *
   * @param <J> the type of the jobs
   * @return a dispatch for one pool or many
   */
  static <J> Dispatch<J> packed() {
    return (job, load) -> ANY;
  }

  /**
   * Returns a dispatch that gives each worker a job in turn.
   *
   * @param <J> the type of the jobs
   * @return a dispatch for one pool
   */
  static <J> Dispatch<J> roundRobin() {
    AtomicInteger next = new AtomicInteger();
    return (job, load) -> Math.floorMod(next.getAndIncrement(), load.workers());
  }

  /**
   * Returns a dispatch that gives each job to the worker with the fewest pending jobs.
   *
   * @param <J> the type of the jobs
   * @return a dispatch for one pool or many
   */
  static <J> Dispatch<J> leastPending() {
    return (job, load) -> {
      int least = 0;
      for (int i = 1; i < load.workers(); i++) {
        if (load.pending(i) < load.pending(least)) {
          least = i;
        }
      }
      return least;
    };
  }

  /**
   * Returns a dispatch that gives all jobs with equal keys to the same worker, which does them in
   * the order in which they were submitted.
   *
   * @param key returns the key of a job
   * @param <J> the type of the jobs
   * @return a dispatch for one pool or many
   */
  static <J> Dispatch<J> byKey(Function<? super J, ?> key) {
    Objects.requireNonNull(key, "key");
    return (job, load) -> {
      int hash = key.apply(job).hashCode();
      return Math.floorMod(hash ^ (hash >>> 16), load.workers());
    };
  }
}
