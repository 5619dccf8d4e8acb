package dev.rouse.pool;

/**
 * What a worker has done so far.
 *
 * @param name the name of its thread
 * @param completed jobs that have completed with the handler's reply
 * @param failed jobs that have failed with the handler's exception, or with their time limit
 * @param cancelled jobs that were cancelled while they ran, or that it found cancelled
 * @param retried how often a job that has failed with it, or of which it has died, was queued for
 *     another try
 */
public record WorkerStatistics(
    String name, long completed, long failed, long cancelled, long retried) {
  long ended() {
    return completed + failed + cancelled;
  }
}
