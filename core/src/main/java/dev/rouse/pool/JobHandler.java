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
}
