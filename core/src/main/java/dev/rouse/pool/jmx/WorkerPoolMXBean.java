package dev.rouse.pool.jmx;

import dev.rouse.pool.PoolStatistics;
import dev.rouse.pool.TimeHistogram;

/**
 * What management tools see of a pool, see {@link WorkerPoolMonitor}. Each attribute is read each
 * time that it is asked for; {@link #getWorkers} and {@link #table} are each of one moment. All
 * times are in nanoseconds, and all numbers are from the start of the pool on. See {@link
 * PoolStatistics} for which of them are exact.
 */
public interface WorkerPoolMXBean {
  /**
   * Returns how long the pool has been there.
   *
   * @return the time in nanoseconds
   */
  long getElapsedNanos();

  /**
   * Returns how many jobs were accepted.
   *
   * @return the number
   */
  long getAccepted();

  /**
   * Returns how many jobs are accepted and have not ended.
   *
   * @return the number
   */
  long getInFlight();

  /**
   * Returns how many jobs have completed with a reply.
   *
   * @return the number
   */
  long getCompleted();

  /**
   * Returns how many jobs have failed, after their last try.
   *
   * @return the number
   */
  long getFailed();

  /**
   * Returns how many jobs were cancelled.
   *
   * @return the number
   */
  long getCancelled();

  /**
   * Returns how often a job was queued for another try.
   *
   * @return the number
   */
  long getRetried();

  /**
   * Returns how many jobs have waited too long for their start.
   *
   * @return the number
   */
  long getExpired();

  /**
   * Returns how many jobs were given back at the end of the pool.
   *
   * @return the number
   */
  long getGivenBack();

  /**
   * Returns for how long the workers ran jobs.
   *
   * @return the sum over all workers in nanoseconds
   */
  long getBusyNanos();

  /**
   * Returns for which part of the time the workers ran jobs.
   *
   * @return the part, from 0 to 1
   */
  double getBusyShare();

  /**
   * Returns how often workers were woken by somebody.
   *
   * @return the number
   */
  long getWakes();

  /**
   * Returns how often workers have gone to sleep.
   *
   * @return the number
   */
  long getParks();

  /**
   * Returns how long jobs have waited for their first start.
   *
   * @return the buckets of a {@link TimeHistogram}
   */
  long[] getWaiting();

  /**
   * Returns how long jobs have run in their first try.
   *
   * @return the buckets of a {@link TimeHistogram}
   */
  long[] getRunning();

  /**
   * Returns what each worker has done.
   *
   * @return one element for each worker
   */
  WorkerInfo[] getWorkers();

  /**
   * Returns all this as a table for people.
   *
   * @return the lines of {@link PoolStatistics#table}
   */
  String table();
}
