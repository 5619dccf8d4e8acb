package dev.rouse.jmh.compare.pipeline;

import dev.rouse.jmh.compare.input.Input.Block;

/** A way of handing blocks from one publisher to several workers. */
public interface Pipeline {
  /**
   * Hands a block to a worker; waits if that has too many already. Called by the publisher only.
   *
   * @param worker the worker's number
   * @param block the block
   * @param sequence how many blocks were published before
   * @throws InterruptedException if the publisher is interrupted while it waits
   */
  void publish(int worker, Block block, int sequence) throws InterruptedException;

  /** Tells the workers that nothing more comes. Called by the publisher, after the last block. */
  void end() throws InterruptedException;

  /**
   * Gives a worker its blocks, until nothing more comes. Called by the worker's thread.
   *
   * @param worker the worker's number
   * @param handler gets each block
   * @throws InterruptedException if the worker is interrupted after the end, to cut a pause short
   */
  void work(int worker, BlockHandler handler) throws InterruptedException;

  /** What a worker does with a block. */
  @FunctionalInterface
  interface BlockHandler {
    /**
     * Handles a block.
     *
     * @param publishedNanos when it was published
     * @param sequence how many were published before it
     * @param bytes its bytes
     */
    void onBlock(long publishedNanos, int sequence, byte[] bytes);
  }
}
