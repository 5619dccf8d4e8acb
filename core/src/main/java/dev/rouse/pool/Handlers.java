package dev.rouse.pool;

import dev.rouse.internal.common.Uncaught;
import org.jspecify.annotations.Nullable;

/**
 * What does a worker's jobs.
 *
 * @param jobs does those of submit
 * @param records does those of submitters; null if the pool takes none
 * @param closed closes the handler that the user has made
 * @param <J> the type of the jobs
 * @param <R> the type of the replies
 */
record Handlers<J, R>(
    JobHandler<J, R> jobs, @Nullable RecordJobHandler records, AutoCloseable closed) {
  /** Closes the user's handler. Never throws. */
  void close() {
    try {
      closed.close();
    } catch (Throwable t) {
      Uncaught.tell(t);
    }
  }
}
