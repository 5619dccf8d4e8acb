package dev.rouse.jmh.compare;

import dev.rouse.jmh.compare.pipeline.Approach;

/**
 * How much is measured.
 *
 * @param chunkBytes how much of the input is in memory at once, and used for the measurements
 * @param saturatedBytes how much is handed over in a saturated pass at least, by starting again
 * @param saturatedWarmUp how many saturated passes of each approach come before the measured ones.
 *     The first passes of those that copy took ten times as long as later ones, those of the pool
 *     up to three times: the compilers share the processors with them
 * @param warmUpBlocks how many blocks warm up the waits of an approach that sleeps
 * @param trickleBlocks how many blocks a pass under trickle has
 * @param saturated the rounds under saturation
 * @param trickle the rounds under trickle
 */
record Effort(
    long chunkBytes,
    long saturatedBytes,
    int saturatedWarmUp,
    int warmUpBlocks,
    int trickleBlocks,
    Rounds saturated,
    Rounds trickle) {

  /**
   * Some rounds, of one pass for each approach.
   *
   * @param min how many at least
   * @param max how many at most
   * @param seconds how long they may take, if there are enough
   */
  record Rounds(int min, int max, double seconds) {}

  private static final int WARM_UP_PASSES = 40;
  private static final long LARGEST_CHUNK = 256L << 20;

  /**
   * Returns the effort of the command: about 80 seconds on two processors. Waits take thousands of
   * blocks until the compilers are done with them, see {@code Chunk}. A trickle of 100 blocks lasts
   * as long as the longest pause of a poller.
   */
  static Effort full() {
    return new Effort(
        Math.min(LARGEST_CHUNK, Runtime.getRuntime().maxMemory() / 4),
        LARGEST_CHUNK,
        7,
        20_000,
        100,
        new Rounds(3, 9, 16),
        new Rounds(3, 6, 38));
  }

  /**
   * Returns how many passes warm up an approach that sleeps: many short ones, see {@code Chunk}. A
   * poller looks, and sees the end, without a block as well: one pass.
   */
  int warmUpPasses(Approach approach) {
    return approach.sleeps() ? WARM_UP_PASSES : 1;
  }

  /** Returns how many blocks a warm-up pass has. */
  int warmUpBlocks(Approach approach) {
    return warmUpBlocks / (approach.sleeps() ? WARM_UP_PASSES : 5);
  }
}
