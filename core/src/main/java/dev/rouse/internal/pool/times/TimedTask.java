package dev.rouse.internal.pool.times;

/**
 * A task of the executor that is timed.
 *
 * @param task the task
 * @param sent when it was given to the pool, see {@link Sampling#stamp()}
 */
public record TimedTask(Runnable task, long sent) implements Runnable {
  @Override
  public void run() {
    task.run();
  }

  /**
   * Returns the task that the user has given.
   *
   * @param task what was queued
   * @return the task without its stamp
   */
  public static Runnable original(Runnable task) {
    return task instanceof TimedTask timed ? timed.task : task;
  }
}
