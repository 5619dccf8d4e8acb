package dev.rouse.pool;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What has become of the jobs of a pool so far. When no job is in flight, {@link #accepted} is the
 * sum of {@link #completed}, {@link #failed}, {@link #cancelled}, {@link #expired} and {@link
 * #givenBack}. A job that waits for its next try is in flight.
 *
 * @param accepted jobs that the pool has accepted, and tasks of its executor
 * @param cancelledInQueue jobs that were cancelled before a worker came to them, or while they
 *     waited for their next try
 * @param failedInQueue jobs whose time limit was over while they waited for their next try
 * @param expired jobs that have waited too long for their start
 * @param givenBack jobs and tasks that {@link WorkerPool#shutdownNow} has given back, or that a
 *     pool without workers could not do
 * @param workers what each worker has done
 */
public record PoolStatistics(
    long accepted,
    long cancelledInQueue,
    long failedInQueue,
    long expired,
    long givenBack,
    List<WorkerStatistics> workers) {
  /** Keeps a copy of the list. */
  public PoolStatistics {
    workers = List.copyOf(workers);
  }

  /**
   * Returns how many jobs have completed with a reply.
   *
   * @return the number
   */
  public long completed() {
    return sum(WorkerStatistics::completed);
  }

  /**
   * Returns how many jobs have failed, after their last try.
   *
   * @return the number
   */
  public long failed() {
    return failedInQueue + sum(WorkerStatistics::failed);
  }

  /**
   * Returns how often a job was queued for another try, after an exception of its handler or the
   * death of its worker.
   *
   * @return the number
   */
  public long retried() {
    return sum(WorkerStatistics::retried);
  }

  /**
   * Returns how many jobs were cancelled, before or after their start.
   *
   * @return the number
   */
  public long cancelled() {
    return cancelledInQueue + sum(WorkerStatistics::cancelled);
  }

  /**
   * Returns how many jobs are in flight: accepted and not ended.
   *
   * @return the number
   */
  public long inFlight() {
    return accepted
        - givenBack
        - cancelledInQueue
        - failedInQueue
        - expired
        - sum(WorkerStatistics::ended);
  }

  private long sum(ToLongFunction<WorkerStatistics> part) {
    return workers.stream().mapToLong(part).sum();
  }
}
