package dev.rouse.jmh.compare.pipeline;

import dev.rouse.jmh.compare.input.Input.Block;

/** A way of handing blocks from one publisher to several workers, which run. */
public interface Pipeline extends AutoCloseable {
  /**
   * Hands a block to a worker; waits if that has too many already. Called by the publisher only.
   *
   * @param worker the worker's number: the workers get a block in turn, the first one first
   * @param block the block
   * @param sequence how many blocks were published before
   * @throws InterruptedException if the publisher is interrupted while it waits
   */
  void publish(int worker, Block block, int sequence) throws InterruptedException;

  /** Tells the workers that nothing more comes. Called by the publisher, after the last block. */
  void end() throws InterruptedException;

  /**
   * Takes and checks what has come back from the workers, if the approach has a way back. Called by
   * the publisher, when the workers' threads have ended.
   *
   * @throws IllegalStateException if a block was not handled
   */
  default void finish() {}

  /** Releases what the approach has, if anything. Called by the publisher. */
  @Override
  default void close() {}

  /** What a worker does with a block. */
  interface BlockHandler {
    /**
     * Handles a block.
     *
     * @param publishedNanos when it was published
     * @param sequence how many were published before it
     * @param bytes its bytes
     */
    void onBlock(long publishedNanos, int sequence, byte[] bytes);

    /**
     * Is told that the worker could not handle a block, if its thread does not end by that.
     *
     * @param failure why
     */
    void onFailure(Throwable failure);
  }
}
