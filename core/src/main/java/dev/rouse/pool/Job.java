package dev.rouse.pool;

/**
 * A job that runs, as its handler sees it. For the thread that runs the handler; only {@link
 * #isCancelled} may be asked by any thread. None of the methods blocks.
 */
public interface Job {
  /**
   * Returns the number of the job: jobs are counted from 1 in the order in which the pool has
   * accepted them.
   *
   * @return the number
   */
  long number();

  /**
   * Returns the name of the worker that runs the job.
   *
   * @return the name of its thread
   */
  String worker();

  /**
   * Tells whether the handler should stop: the job's future was cancelled or completed by somebody
   * else, or the pool is being {@linkplain WorkerPool#shutdownNow stopped}.
   *
   * @return true if the handler should stop
   */
  boolean isCancelled();
}
