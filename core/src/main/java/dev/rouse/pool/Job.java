package dev.rouse.pool;

/**
 * A job that runs, as its handler sees it. For the thread that runs the handler; only {@link
 * #isCancelled} may be asked by any thread. None of the methods blocks, unless a listener of {@link
 * #report} does.
 */
public interface Job {
  /**
   * Returns the number of the job: jobs are counted from 1 in the order in which the pool has
   * accepted them. For the job of a {@link Submitter} it is its ticket.
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
   * else, its time limit is over, or the pool is being {@linkplain WorkerPool#shutdownNow stopped}.
   *
   * @return true if the handler should stop
   */
  boolean isCancelled();

  /**
   * Tells the submitter how far the job is: {@link JobFuture#progress} returns the latest report,
   * and the listener of the job's {@link JobOptions} is called with each, by this thread. A job
   * that is tried again keeps the report of its last try until the next one. Reports of a {@link
   * Submitter}'s jobs are dropped.
   *
   * @param progress the report; should be immutable, or safe for any thread
   */
  void report(Object progress);
}
