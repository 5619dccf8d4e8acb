package dev.rouse.pool;

import dev.rouse.internal.common.PaddedLong;

/**
 * The jobs that a submitter has sent to one worker and that no other may do: how many wait.
 *
 * <p>Only for statistics: each number has one writer, and nothing else is published by it, so the
 * accesses need no more than to become visible.
 */
final class AddressedJobs {
  /** How many were sent. Only the submitter's thread writes it. */
  private final PaddedLong sent = PaddedLong.create();

  /** How many have begun. Only the worker's thread writes it. */
  private final PaddedLong begun = PaddedLong.create();

  /** A job was sent. */
  void sent() {
    sent.setRelease(sent.getAcquire() + 1);
  }

  /** A job has begun. */
  void begun() {
    begun.setRelease(begun.getAcquire() + 1);
  }

  /** Returns how many have not begun: a recent number. By any thread. */
  long waiting() {
    // A job may have begun before it was counted as sent.
    return Math.max(0, sent.getAcquire() - begun.getAcquire());
  }
}
