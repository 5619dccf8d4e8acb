package dev.rouse.pool;

import dev.rouse.internal.pool.submit.ReplySpin;
import dev.rouse.wait.WaitPolicy;

/**
 * What all futures of a pool share.
 *
 * @param withdrawn is run when a job was cancelled before it started
 * @param spin spins for those who wait for a reply
 */
record PoolFutures(Runnable withdrawn, ReplySpin spin) {
  /** For a future for which nobody waits, and which is never cancelled. */
  static final PoolFutures NONE =
      new PoolFutures(() -> {}, new ReplySpin(WaitPolicy.parkOnly(), () -> true));
}
