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
  interface BlockHandler {
    /**
     * Handles a block that stays where it is.
     *
     * @param publishedNanos when it was published
     * @param sequence how many were published before it
     * @param file the number of its file
     * @param offset where it starts in the file
     * @param length its length
     */
    void onDescriptor(long publishedNanos, int sequence, int file, long offset, int length);

    /**
     * Handles a block that was copied.
     *
     * @param publishedNanos when it was published
     * @param sequence how many were published before it
     * @param file the number of its file
     * @param bytes its bytes
     */
    void onCopy(long publishedNanos, int sequence, int file, byte[] bytes);
  }
}
