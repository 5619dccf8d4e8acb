package dev.rouse.internal.pool.times;

/**
 * Which jobs are timed that are given to a pool one by one: all, or one in {@value #INTERVAL}. To
 * read the clock takes about as long as a submitter needs for a whole job.
 *
 * @param every whether all are
 */
public record Sampling(boolean every) {
  /** The stamp of a job that is not timed. */
  public static final long NONE = 0;

  /** One job in so many is timed: a power of two. */
  static final int INTERVAL = 16;

  /**
   * 2<sup>64</sup> divided by the golden ratio. Its multiples spread evenly, and in step with no
   * pattern of the jobs. With every 16th job instead, one of 16 workers that have their jobs in
   * turn would do all those that are timed.
   */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(INTERVAL);

  /**
   * Returns the time at which a job is given to the pool, which is now; or {@link #NONE} if the job
   * is not timed.
   *
   * @param number the number of the job
   * @return the stamp
   */
  public long stamp(long number) {
    return every || (number * SPREAD) >>> SHIFT == 0 ? stamp() : NONE;
  }

  /**
   * Returns the time, for a job that is timed. A nanosecond more or less makes no difference.
   *
   * @return the stamp, which is not {@link #NONE}
   */
  public static long stamp() {
    return System.nanoTime() | 1;
  }

  /**
   * Returns how many jobs a timed one stands for.
   *
   * @return the number, at least 1
   */
  public int weight() {
    return every ? 1 : INTERVAL;
  }

  /**
   * Returns a task to queue in place of another one, which carries the stamp if it is timed.
   *
   * @param task the task
   * @param number its number
   * @return the task to queue
   */
  public Runnable timed(Runnable task, long number) {
    long sent = stamp(number);
    if (sent == NONE) {
      return task;
    }
    try {
      return new TimedTask(task, sent);
    } catch (OutOfMemoryError e) { // the task was accepted, so it must be queued
      return task;
    }
  }
}
