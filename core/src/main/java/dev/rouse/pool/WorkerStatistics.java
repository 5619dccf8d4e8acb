package dev.rouse.pool;

/**
 * What a worker has done so far.
 *
 * @param name the name of its thread
 * @param completed jobs that have completed with the handler's reply
 * @param failed jobs that have failed with the handler's exception
 * @param cancelled jobs that were cancelled while they ran, or that it found cancelled
 */
public record WorkerStatistics(String name, long completed, long failed, long cancelled) {
  long ended() {
    return completed + failed + cancelled;
  }
}
