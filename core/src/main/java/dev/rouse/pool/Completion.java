package dev.rouse.pool;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A job of a {@link Submitter} that has ended, as the handler of completions sees it: valid during
 * the call only, and for its thread only.
 *
 * @param <R> the type of the replies
 */
@SuppressWarnings("exports") // @Nullable is for compilers; nothing of it is needed at run time
public interface Completion<R> {
  /**
   * Returns the ticket of the job.
   *
   * @return what the submitter returned for it
   */
  long ticket();

  /**
   * Returns the tag of the job.
   *
   * @return what the submitter was given with it
   */
  long tag();

  /**
   * Returns what has become of the job.
   *
   * @return whether there is a reply
   */
  CompletionStatus status();

  /**
   * Returns the reply, read by the pool's codec.
   *
   * @return the reply
   * @throws IllegalStateException if the job has not completed, see {@link #status}
   */
  R reply();

  /**
   * Returns where the reply is.
   *
   * @return the memory, of no use after the call
   */
  MemorySegment memory();

  /**
   * Returns where in {@link #memory} the reply starts.
   *
   * @return the offset in bytes, a multiple of 8
   */
  long offset();

  /**
   * Returns how long the reply is.
   *
   * @return the length in bytes; 0 if the job has not completed
   */
  int length();

  /**
   * Returns why the job has failed.
   *
   * @return the exception, or null if the job has not failed
   */
  @Nullable RuntimeException exception();
}
