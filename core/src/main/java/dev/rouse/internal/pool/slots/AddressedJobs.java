package dev.rouse.internal.pool.slots;

import dev.rouse.internal.common.PaddedLong;

/**
 * The jobs that a submitter has sent to one worker and that no other may do: how many wait.
 *
 * <p>Only for statistics: each number has one writer, and nothing else is published by it, so the
 * accesses need no more than to become visible.
 */
public final class AddressedJobs {
  /** How many were sent. Only the submitter's thread writes it. */
  private final PaddedLong sent = PaddedLong.create();

  /** How many have begun. Only the worker's thread writes it. */
  private final PaddedLong begun = PaddedLong.create();

  /** For jobs that are still to be sent. */
  public AddressedJobs() {}

  /** A job was sent. */
  public void sent() {
    sent.setRelease(sent.getAcquire() + 1);
  }

  /** A job has begun. */
  public void begun() {
    begun.setRelease(begun.getAcquire() + 1);
  }

  /**
   * Returns how many have not begun: a recent number. By any thread.
   *
   * @return the number, 0 or more
   */
  public long waiting() {
    // A job may have begun before it was counted as sent.
    return Math.max(0, sent.getAcquire() - begun.getAcquire());
  }
}
