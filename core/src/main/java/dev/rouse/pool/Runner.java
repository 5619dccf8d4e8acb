package dev.rouse.pool;

/** Runs what a worker takes from its queues. */
@FunctionalInterface
interface Runner {
  /**
   * Runs a job and counts it.
   *
   * @param task a {@link JobFuture}, or a {@link Runnable} of the pool's executor
   * @throws Error if the worker has died of it
   */
  void run(Object task);
}
