package dev.rouse.jmh.compare.pipeline;

import dev.rouse.jmh.compare.input.Chunk;
import dev.rouse.jmh.compare.input.Input.Block;
import dev.rouse.pool.Completion;
import dev.rouse.pool.CompletionStatus;
import dev.rouse.pool.Dispatch;
import dev.rouse.pool.RecordJobHandler;
import dev.rouse.pool.Submitter;
import dev.rouse.pool.WorkerPool;
import dev.rouse.ring.RecordHandler;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * Descriptors as jobs of a worker pool, whose workers sleep until they are woken.
 *
 * <p>A {@link Submitter}, because one thread submits all jobs and nothing is to be allocated for
 * one. The handlers get records, so that they read the job, and write the reply, in place.
 *
 * <p>{@link Dispatch#roundRobin}, because that is how the other approaches distribute the blocks,
 * and because it is for jobs of equal length that must be spread, as these. Each worker gets the
 * same blocks as elsewhere, so only the hand-off differs. With the default, {@link
 * Dispatch#packed}, a free worker takes over what waits behind a busy one, and one worker gets all
 * blocks of a trickle, so it sleeps for a shorter time before each. Besides, a block that finds all
 * workers busy then costs an object in the queue that they share.
 *
 * <p>A dispatch decides about jobs that are given as values, and so not about those that are
 * written into a claim. Here the value of a job is an array that is used again for each: the
 * submitter copies its 16 bytes at once.
 */
final class PoolPipeline implements Pipeline {
  /**
   * Blocks in flight at most: more than a pass over the default input has, so that the publisher
   * need not wait, as with the rings of the other approaches. Each worker needs some memory for
   * each.
   */
  private static final int MOST_CREDITS = 1 << 13;

  private static final int REPLY_BYTES = Integer.BYTES;

  private final WorkerPool<byte[], byte[]> pool;
  private final Submitter<byte[], byte[]> submitter;
  private final byte[] job = new byte[Descriptor.BYTES];
  private final MemorySegment jobSegment = MemorySegment.ofArray(job);
  private int published;
  private int completed;

  /**
   * Makes the pipeline and starts its workers.
   *
   * @param chunk where the blocks are
   * @param blocks how many blocks will be published at the most
   * @param threads makes the workers' threads, in order
   * @param handlers what each worker does with a block
   */
  PoolPipeline(
      Chunk chunk, int blocks, ThreadFactory threads, List<? extends BlockHandler> handlers) {
    // The pool makes a worker's handler and then its thread, one worker after another.
    Iterator<? extends BlockHandler> next = handlers.iterator();
    pool =
        WorkerPool.builderOfRecords(() -> jobHandler(chunk, next.next()))
            .workers(handlers.size())
            .threads(threads)
            .dispatch(Dispatch.roundRobin())
            .maxJobBytes(Descriptor.BYTES)
            .maxReplyBytes(REPLY_BYTES)
            .start();
    submitter = pool.newSubmitter(Math.clamp(blocks, 1, MOST_CREDITS), this::completed);
  }

  private static RecordJobHandler jobHandler(Chunk chunk, BlockHandler handler) {
    RecordHandler reader = Descriptor.reader(chunk, handler);
    return (memory, offset, length, replyOffset, context) -> {
      try {
        reader.onRecord(Descriptor.TYPE, memory, offset, length);
      } catch (RuntimeException | Error e) {
        // The publisher may wait for the last block: no reply tells it before that.
        handler.onFailure(e);
        throw new IllegalStateException("a block was not handled", e);
      }
      memory.set(ValueLayout.JAVA_INT, replyOffset, Descriptor.sequence(memory, offset));
      return REPLY_BYTES;
    };
  }

  /** The worker is ignored: the dispatch chooses it, in turn as well. */
  @Override
  public void publish(int worker, Block block, int sequence) throws InterruptedException {
    long now = System.nanoTime();
    // Replies of blocks before, if any. In the time of this one, since the way back is a part of
    // the pool; the other approaches have none.
    submitter.poll(Integer.MAX_VALUE);
    Descriptor.write(jobSegment, 0, now, block, sequence);
    submitter.execute(job, sequence);
    published++;
  }

  private void completed(Completion<byte[]> completion) {
    if (completion.status() != CompletionStatus.COMPLETED) {
      throw new IllegalStateException(
          "block %d of the pass: %s".formatted(completion.tag(), completion.status()),
          completion.exception());
    }
    int reply = completion.memory().get(ValueLayout.JAVA_INT, completion.offset());
    if (reply != completion.tag()) {
      throw new IllegalStateException(
          "block %d of the pass: reply for %d".formatted(completion.tag(), reply));
    }
    completed++;
  }

  @Override
  public void end() {
    pool.shutdown(); // does not wait
  }

  /**
   * Only now, since a publisher that waits for replies is woken for each while the workers work,
   * and no other approach has a way back.
   */
  @Override
  public void finish() {
    while (submitter.poll(Integer.MAX_VALUE) != 0) {
      // The handler of completions does the work.
    }
    if (completed != published) {
      throw new IllegalStateException(
          "%d of %d blocks have a reply".formatted(completed, published));
    }
  }

  @Override
  public void close() {
    try {
      submitter.close();
    } finally {
      pool.close();
    }
  }
}
