package dev.rouse.jmh.pool;

import dev.rouse.pool.Completion;
import dev.rouse.pool.CompletionStatus;
import dev.rouse.pool.Submitter;
import dev.rouse.pool.WorkerPool;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;

/** Rouse's pool through a submitter: jobs and replies of 8 bytes are written and read in place. */
final class SubmitterPool implements JobPool {
  private final WorkerPool<byte[], byte[]> pool;
  private final Submitter<byte[], byte[]> submitter;
  private final LongConsumer replies;

  SubmitterPool(int workers, LongUnaryOperator work, LongConsumer replies) {
    this.replies = replies;
    pool =
        WorkerPool.builderOfRecords(
                () ->
                    (memory, offset, length, replyOffset, job) -> {
                      long number = memory.get(ValueLayout.JAVA_LONG, offset);
                      memory.set(ValueLayout.JAVA_LONG, replyOffset, work.applyAsLong(number));
                      return Long.BYTES;
                    })
            .workers(workers)
            .maxJobBytes(Long.BYTES)
            .maxReplyBytes(Long.BYTES)
            .start();
    submitter = pool.newSubmitter(WINDOW, this::completed);
  }

  private void completed(Completion<byte[]> completion) {
    if (completion.status() != CompletionStatus.COMPLETED) {
      throw new IllegalStateException("a job has ended as " + completion.status());
    }
    replies.accept(completion.memory().get(ValueLayout.JAVA_LONG, completion.offset()));
  }

  @Override
  public void submit(long job) throws InterruptedException, ExecutionException {
    long offset;
    while ((offset = submitter.tryClaim()) == Submitter.FULL) {
      submitter.await(Integer.MAX_VALUE);
    }
    submitter.memory().set(ValueLayout.JAVA_LONG, offset, job);
    submitter.commit(Long.BYTES, 0);
  }

  @Override
  public void poll() {
    submitter.poll(Integer.MAX_VALUE);
  }

  @Override
  public void drain() throws InterruptedException {
    while (submitter.inFlight() != 0) {
      submitter.await(Integer.MAX_VALUE);
    }
  }

  @Override
  public void close() {
    submitter.close();
    pool.close();
  }
}
