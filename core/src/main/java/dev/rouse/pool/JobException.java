package dev.rouse.pool;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A job has failed. The cause is what its handler has thrown, with the stack trace of the worker.
 * The future of the job completes with this exception. If the pool {@linkplain
 * WorkerPoolBuilder#traceSubmits traces submits}, a suppressed exception shows where the job was
 * submitted.
 */
@SuppressWarnings("exports") // @Nullable is for compilers; nothing of it is needed at run time
public sealed class JobException extends RuntimeException
    permits JobExpiredException, JobTimeoutException {
  @Serial private static final long serialVersionUID = 1L;

  /** The job's number. */
  private final long number;

  /** The name of the worker. */
  private final String worker;

  /**
   * Makes the exception.
   *
   * @param number the job's number
   * @param worker the name of the worker, or an empty string
   * @param message the message
   * @param cause what the handler has thrown
   */
  JobException(long number, String worker, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.number = number;
    this.worker = worker;
  }

  /**
   * Makes the exception of a job whose handler has thrown.
   *
   * @param number the job's number
   * @param job what the job was, for the message
   * @param retries how often it was tried again before
   * @param cause what the handler has thrown
   * @return the exception, which names the calling thread as the worker
   */
  static JobException of(long number, String job, int retries, Throwable cause) {
    String worker = Thread.currentThread().getName();
    String where = retries == 0 ? worker : worker + ", retry " + retries;
    return new JobException(
        number,
        worker,
        "job %d (%s) failed in %s: %s".formatted(number, job, where, message(cause)),
        cause);
  }

  private static String message(Throwable cause) {
    try {
      return cause.toString();
    } catch (Throwable t) { // thrown by a message of the user's own
      return cause.getClass().getName();
    }
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
   * Returns the name of the worker that ran it, or that was the last one to run it.
   *
   * @return the name of its thread, or an empty string if it never started
   */
  public String worker() {
    return worker;
  }
}
