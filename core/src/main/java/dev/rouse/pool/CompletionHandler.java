package dev.rouse.pool;

/**
 * Is told what has become of the jobs of a {@link Submitter}, in the submitter's thread.
 *
 * @param <R> the type of the replies
 */
@FunctionalInterface
public interface CompletionHandler<R> {
  /**
   * A job has ended.
   *
   * @param completion which job, and its reply; of no use after the call
   */
  void completed(Completion<R> completion);
}
