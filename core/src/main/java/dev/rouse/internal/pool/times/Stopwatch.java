package dev.rouse.internal.pool.times;

/**
 * Times single jobs on one worker. For the worker's thread.
 *
 * @param activity where the times go
 * @param weight how many jobs each of them stands for
 */
public record Stopwatch(Activity activity, int weight) {
  /**
   * A job begins.
   *
   * @param sent when it was given to the pool, or {@link Sampling#NONE} if it is not timed
   * @return what to give to {@link #end}
   */
  public long begin(long sent) {
    if (sent == Sampling.NONE) {
      return Sampling.NONE;
    }
    long now = Sampling.stamp();
    activity.waited(now - sent, weight);
    return now;
  }

  /**
   * The job has ended.
   *
   * @param begun what {@link #begin} has returned
   */
  public void end(long begun) {
    if (begun != Sampling.NONE) {
      activity.ran(System.nanoTime() - begun, weight);
    }
  }
}
