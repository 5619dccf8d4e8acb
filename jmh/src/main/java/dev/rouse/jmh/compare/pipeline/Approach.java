package dev.rouse.jmh.compare.pipeline;

import dev.rouse.jmh.compare.input.Chunk;
import dev.rouse.jmh.compare.pipeline.Pipeline.BlockHandler;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** The approaches that are compared, in the order of the report. */
public enum Approach {
  /** Polls, and sleeps for a second when there is nothing, as the common tutorial does. */
  POLL_1S("poll-1s"),
  /** Polls, and sleeps for a millisecond when there is nothing. */
  POLL_1MS("poll-1ms"),
  /** Polls without a pause. */
  BUSY_SPIN("busy-spin"),
  /** Copies each block into a message in a blocking queue. */
  MESSAGE_COPY("message-copy"),
  /** Copies, and serializes the message. */
  MESSAGE_SERIALIZED("message-serialized"),
  /** Gets each block as a job of a worker pool, and is woken for it. */
  NOTIFY("notify");

  private final String label;

  Approach(String label) {
    this.label = label;
  }

  /** Returns the name in reports. */
  public String label() {
    return label;
  }

  /**
   * Tells whether a worker sleeps until it is given something, instead of looking again and again.
   */
  public boolean sleeps() {
    return switch (this) {
      case POLL_1S, POLL_1MS, BUSY_SPIN -> false;
      case MESSAGE_COPY, MESSAGE_SERIALIZED, NOTIFY -> true;
    };
  }

  /**
   * Makes a pipeline of this approach and starts its workers.
   *
   * @param chunk where the blocks are
   * @param blocks how many blocks will be published at the most
   * @param threads makes the workers' threads, in order
   * @param handlers what each worker does with a block, in its own thread
   * @return the pipeline
   */
  public Pipeline start(
      Chunk chunk, int blocks, ThreadFactory threads, List<? extends BlockHandler> handlers) {
    int workers = handlers.size();
    int each = (blocks + workers - 1) / workers;
    return switch (this) {
      case POLL_1S -> new PolledPipeline(workers, chunk, each, 1000).start(threads, handlers);
      case POLL_1MS -> new PolledPipeline(workers, chunk, each, 1).start(threads, handlers);
      case BUSY_SPIN -> new PolledPipeline(workers, chunk, each, 0).start(threads, handlers);
      case MESSAGE_COPY -> new CopyPipeline(workers, chunk, false).start(threads, handlers);
      case MESSAGE_SERIALIZED -> new CopyPipeline(workers, chunk, true).start(threads, handlers);
      case NOTIFY -> new PoolPipeline(chunk, blocks, threads, handlers);
    };
  }
}
