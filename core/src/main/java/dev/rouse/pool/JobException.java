package dev.rouse.pool;

import java.io.Serial;

/**
 * A job has failed. The cause is what its handler has thrown, with the stack trace of the worker.
 * The future of the job completes with this exception.
 */
public final class JobException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** The job's number. */
  private final long number;

  /** The name of the worker. */
  private final String worker;

  /**
   * Makes the exception.
   *
   * @param number the job's number
   * @param worker the name of the worker
   * @param job what the job was, for the message
   * @param what what the handler has thrown, for the message
   * @param cause what the handler has thrown
   */
  JobException(long number, String worker, String job, String what, Throwable cause) {
    super("job %d (%s) failed in %s: %s".formatted(number, job, worker, what), cause);
    this.number = number;
    this.worker = worker;
  }

  /**
   * Makes the exception of a job that has failed.
   *
   * @param number the job's number
   * @param worker the name of the worker
   * @param job what the job was, for the message
   * @param cause what the handler has thrown
   * @return the exception
   */
  static JobException of(long number, String worker, String job, Throwable cause) {
    String message;
    try {
      message = cause.toString();
    } catch (Throwable t) { // thrown by a message of the user's own
      message = cause.getClass().getName();
    }
    return new JobException(number, worker, job, message, cause);
  }

  /**
   * Returns the number of the job.
   *
   * @return the number, see {@link Job#number}
   */
  public long number() {
    return number;
  }

  /**
   * Returns the name of the worker that ran it.
   *
   * @return the name of its thread
   */
  public String worker() {
    return worker;
  }
}
