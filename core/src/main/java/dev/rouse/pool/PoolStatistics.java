package dev.rouse.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What has become of the jobs of a pool, and what its workers did, since its start or {@linkplain
 * #since since an earlier state}. When no job is in flight, {@link #accepted} is the sum of {@link
 * #completed}, {@link #failed}, {@link #cancelled}, {@link #expired} and {@link #givenBack}. A job
 * that waits for its next try is in flight.
 *
 * <p>The counts of jobs are exact. {@link #waiting} and {@link #running} are estimates from jobs
 * that are timed, see {@link WorkerPoolBuilder#timeEveryJob}. While the pool works, the numbers are
 * of slightly different moments.
 *
 * @param elapsedNanos how long that was, in nanoseconds
 * @param inFlight jobs that are accepted and have not ended: a state, so it is the same since any
 *     earlier one
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
    long elapsedNanos,
    long inFlight,
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
   * Returns what has happened since an earlier state of the same pool. Workers are compared by
   * their place in the list; one that the earlier state does not have is taken as it is.
   *
   * @param earlier what {@link WorkerPool#statistics} has returned before
   * @return the differences; {@link #inFlight} and {@link WorkerStatistics#pending} are those of
   *     this state
   * @throws IllegalArgumentException if {@code earlier} is not from before this, or is of another
   *     pool, as far as the numbers show that
   */
  public PoolStatistics since(PoolStatistics earlier) {
    if (earlier.elapsedNanos > elapsedNanos || earlier.workers.size() > workers.size()) {
      throw new IllegalArgumentException(
          "earlier: %d ns with %d workers, expected at most %d ns and %d: an earlier state of the same pool"
              .formatted(
                  earlier.elapsedNanos, earlier.workers.size(), elapsedNanos, workers.size()));
    }
    List<WorkerStatistics> differences = new ArrayList<>(workers);
    for (int i = 0; i < earlier.workers.size(); i++) {
      differences.set(i, workers.get(i).since(earlier.workers.get(i)));
    }
    return new PoolStatistics(
        elapsedNanos - earlier.elapsedNanos,
        inFlight,
        accepted - earlier.accepted,
        cancelledInQueue - earlier.cancelledInQueue,
        failedInQueue - earlier.failedInQueue,
        expired - earlier.expired,
        givenBack - earlier.givenBack,
        differences);
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
   * Returns for how long the workers ran jobs.
   *
   * @return the sum over all workers, in nanoseconds
   */
  public long busyNanos() {
    return sum(WorkerStatistics::busyNanos);
  }

  /**
   * Returns for which part of the time the workers ran jobs.
   *
   * @return the part, from 0 (no worker did) to 1 (all did, all the time)
   */
  public double busyShare() {
    return WorkerStatistics.share(busyNanos(), sum(WorkerStatistics::elapsedNanos));
  }

  /**
   * Returns how often workers were woken by somebody.
   *
   * @return the number
   */
  public long wakes() {
    return sum(WorkerStatistics::wakes);
  }

  /**
   * Returns how often workers have gone to sleep.
   *
   * @return the number, see {@link WorkerStatistics#parks}
   */
  public long parks() {
    return sum(WorkerStatistics::parks);
  }

  /**
   * Returns how long jobs have waited for their first start.
   *
   * @return the histograms of all workers together, see {@link WorkerStatistics#waiting}
   */
  public TimeHistogram waiting() {
    return together(WorkerStatistics::waiting);
  }

  /**
   * Returns how long jobs have run in their first try.
   *
   * @return the histograms of all workers together, see {@link WorkerStatistics#running}
   */
  public TimeHistogram running() {
    return together(WorkerStatistics::running);
  }

  /**
   * Returns this as a table for people: a line of titles, one line for each worker, and one for the
   * pool. In the last, pending are all jobs that are {@linkplain #inFlight in flight}, which may
   * wait for any worker; and failed and cancelled include those that no worker had. The times are
   * upper bounds: of half the jobs (p50), and of 99 of 100 (p99); a line without timed jobs has "-"
   * there.
   *
   * @return lines of equal length, each of which ends with a line feed
   */
  public String table() {
    return StatisticsTable.of(this);
  }

  private long sum(ToLongFunction<WorkerStatistics> part) {
    return workers.stream().mapToLong(part).sum();
  }

  private TimeHistogram together(Function<WorkerStatistics, TimeHistogram> part) {
    return workers.stream().map(part).reduce(TimeHistogram.empty(), TimeHistogram::plus);
  }
}
