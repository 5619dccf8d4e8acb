package dev.rouse.pool;

/** What has become of a job that was given to a {@link Submitter}. */
public enum CompletionStatus {
  /** The handler has returned, and its reply is there. */
  COMPLETED,

  /** The handler has thrown an exception, or the pool has no worker left. */
  FAILED,

  /** The job never started, because the pool was stopped or shut down. */
  CANCELLED
}
