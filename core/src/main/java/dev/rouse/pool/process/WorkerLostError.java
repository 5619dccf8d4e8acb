package dev.rouse.pool.process;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A worker process has ended, or had to be ended, while it did a job. For the pool this is what an
 * {@link Error} of a handler is: the worker is replaced, and its job is tried again if {@link
 * dev.rouse.pool.WorkerPoolBuilder#crashLimit} allows that. Otherwise the job fails, and this is
 * the cause of its {@link dev.rouse.pool.JobException}. If the handler has thrown an error, the
 * cause of this one shows its stack trace.
 */
@SuppressWarnings("exports") // @Nullable is for compilers; nothing of it is needed at run time
public final class WorkerLostError extends Error {
  @Serial private static final long serialVersionUID = 1L;

  /** The process. */
  private final long pid;

  /** The job. */
  private final long job;

  /** The worker. */
  private final String worker;

  WorkerLostError(long pid, long job, String worker, String how, @Nullable Throwable cause) {
    super("process %d of %s %s, in job %d".formatted(pid, worker, how, job), cause);
    this.pid = pid;
    this.job = job;
    this.worker = worker;
  }

  /**
   * Returns the process.
   *
   * @return its id; it may belong to another process now
   */
  public long pid() {
    return pid;
  }

  /**
   * Returns the job that was not finished.
   *
   * @return its number, see {@link dev.rouse.pool.Job#number}
   */
  public long job() {
    return job;
  }

  /**
   * Returns the worker.
   *
   * @return the name of its thread
   */
  public String worker() {
    return worker;
  }
}
