package dev.rouse.pool;

/**
 * What a worker has done, since it was made or since an earlier state.
 *
 * <p>The counts of jobs are exact. The two histograms are estimates from jobs that are timed, see
 * {@link WorkerPoolBuilder#timeEveryJob}; each of these is counted as often as the number of jobs
 * that it stands for.
 *
 * @param name the name of its thread
 * @param pending jobs that wait for this worker in particular, and one more if it runs one: a state
 * @param completed jobs that have completed with the handler's reply
 * @param failed jobs that have failed with the handler's exception, or with their time limit
 * @param cancelled jobs that were cancelled while they ran, or that it found cancelled
 * @param retried how often a job that has failed with it, or of which it has died, was queued for
 *     another try
 * @param elapsedNanos how long that was, in nanoseconds
 * @param busyNanos for how much of that it ran jobs, in nanoseconds; the job that it runs included
 * @param wakes how often it was woken by somebody
 * @param parks how often it has gone to sleep, or was about to and has found a job at the last
 *     moment. Those without a wake have ended by themselves: a worker that sleeps looks after jobs
 *     of the others from time to time
 * @param waiting how long jobs have waited for their first start, from when they were accepted, or
 *     were sent by the flush of a {@link Submitter}
 * @param running how long jobs have run in their first try
 */
public record WorkerStatistics(
    String name,
    long pending,
    long completed,
    long failed,
    long cancelled,
    long retried,
    long elapsedNanos,
    long busyNanos,
    long wakes,
    long parks,
    TimeHistogram waiting,
    TimeHistogram running) {
  /**
   * Returns for which part of the time it ran jobs.
   *
   * @return the part, from 0 to 1
   */
  public double busyShare() {
    return share(busyNanos, elapsedNanos);
  }

  static double share(long busyNanos, long elapsedNanos) {
    return elapsedNanos <= 0 ? 0 : Math.clamp((double) busyNanos / elapsedNanos, 0, 1);
  }

  long ended() {
    return completed + failed + cancelled;
  }

  WorkerStatistics since(WorkerStatistics earlier) {
    return new WorkerStatistics(
        name,
        pending,
        completed - earlier.completed,
        failed - earlier.failed,
        cancelled - earlier.cancelled,
        retried - earlier.retried,
        elapsedNanos - earlier.elapsedNanos,
        // The earlier look may have been at the end of a turn, and counted a little too much of it.
        Math.max(0, busyNanos - earlier.busyNanos),
        wakes - earlier.wakes,
        parks - earlier.parks,
        waiting.minus(earlier.waiting),
        running.minus(earlier.running));
  }
}
