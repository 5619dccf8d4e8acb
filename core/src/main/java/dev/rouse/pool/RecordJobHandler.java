package dev.rouse.pool;

import java.lang.foreign.MemorySegment;

/**
 * Does a worker's jobs where they lie: it reads a job from memory and writes the reply into memory,
 * so nothing is copied or allocated. Each worker has a handler of its own, so a handler may have
 * state that it need not share; one thread at a time calls it.
 */
@FunctionalInterface
public interface RecordJobHandler {
  /**
   * Does a job. May block; the worker then does nothing else.
   *
   * @param memory where the job is and where the reply goes; of no use after the call
   * @param offset where in {@code memory} the job starts, in bytes; a multiple of 8
   * @param length the length of the job in bytes
   * @param replyOffset where in {@code memory} the reply must start, in bytes; a multiple of 8. The
   *     pool's {@linkplain WorkerPoolBuilder#maxReplyBytes largest reply} has space there
   * @param context says which job it is, and whether to stop; of no use after the call
   * @return the length of the reply in bytes, 0 or more
   * @throws Exception if the job cannot be done; its submitter is told, and the worker goes on
   */
  int handle(MemorySegment memory, long offset, int length, long replyOffset, Job context)
      throws Exception;

  /**
   * Releases what the handler holds: see {@link JobHandler#close}.
   *
   * @throws Exception goes to the handler of uncaught exceptions of the thread
   */
  default void close() throws Exception {}
}
