package dev.rouse.pool.jmx;

import dev.rouse.pool.TimeHistogram;
import dev.rouse.pool.WorkerStatistics;

/**
 * What management tools see of a worker: a {@code CompositeData} whose items are named after the
 * methods here. See {@link WorkerStatistics} for what they mean.
 */
public interface WorkerInfo {
  /**
   * Returns the name of its thread.
   *
   * @return the name
   */
  String getName();

  /**
   * Returns how many jobs wait for it in particular, and one more if it runs one.
   *
   * @return the number
   */
  long getPending();

  /**
   * Returns how many jobs have completed.
   *
   * @return the number
   */
  long getCompleted();

  /**
   * Returns how many jobs have failed.
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
   * Returns how long it has been there.
   *
   * @return the time in nanoseconds
   */
  long getElapsedNanos();

  /**
   * Returns for how long it ran jobs.
   *
   * @return the time in nanoseconds
   */
  long getBusyNanos();

  /**
   * Returns for which part of the time it ran jobs.
   *
   * @return the part, from 0 to 1
   */
  double getBusyShare();

  /**
   * Returns how often it was woken by somebody.
   *
   * @return the number
   */
  long getWakes();

  /**
   * Returns how often it has gone to sleep.
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
}
