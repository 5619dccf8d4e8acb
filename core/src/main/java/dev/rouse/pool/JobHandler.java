package dev.rouse.pool;

/**
 * Does a worker's jobs. Each worker has a handler of its own, so a handler may have state that it
 * need not share; one thread at a time calls it.
 *
 * {@snippet class="dev.rouse.samples.Sample10ByKey" region="handler"}
 *
 * @param <J> the type of the jobs
 * @param <R> the type of the replies
 */
@FunctionalInterface
public interface JobHandler<J, R> {
  /**
   * Does a job. May block; the worker then does nothing else.
   *
   * @param job what to do
   * @param context says which job it is, and whether to stop
   * @return the reply
   * @throws Exception if the job cannot be done; its future then says so, and the worker goes on
   */
  R handle(J job, Job context) throws Exception;

  /**
   * Releases what the handler holds. Called once, by its worker's thread after its last job: at the
   * end of the pool, after the {@linkplain WorkerPoolBuilder#idleTime idle time}, and after an
   * {@link Error}, before the next handler is made. The pool has ended only when all handlers were
   * closed. By default does nothing.
   *
   * @throws Exception goes to the handler of uncaught exceptions of the thread
   */
  default void close() throws Exception {}
}
