package dev.rouse.jmh.pool;

import java.util.concurrent.ExecutionException;

/**
 * A pool as a benchmark sees it. Jobs and replies are numbers. All is called by one thread, which
 * also gets the replies.
 */
public interface JobPool extends AutoCloseable {
  /** At most so many jobs are in flight. */
  int WINDOW = 1000;

  /** Where replies come one by one or not at all, they are waited for in groups of so many. */
  int GROUP = WINDOW / 4;

  /**
   * Submits a job. If the window is full, waits for replies first.
   *
   * @param job the job
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws ExecutionException if a job has failed
   */
  void submit(long job) throws InterruptedException, ExecutionException;

  /**
   * Takes the replies that have come, without waiting. What was gathered is sent.
   *
   * @throws InterruptedException if the thread is interrupted
   * @throws ExecutionException if a job has failed
   */
  void poll() throws InterruptedException, ExecutionException;

  /**
   * Waits for the replies to all jobs and takes them.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws ExecutionException if a job has failed
   */
  void drain() throws InterruptedException, ExecutionException;

  /** Ends the pool. No job is in flight. */
  @Override
  void close();
}
