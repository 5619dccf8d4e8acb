package dev.rouse.wait;

import dev.rouse.internal.os.Membarrier;

/**
 * Which memory barriers the wait protocol uses to make sure that no wake-up is lost. The page
 * {@code core/docs/wait-protocol.md} in the source repository explains them.
 *
 * <p>The system property {@code rouse.barrier}, read once, chooses the mode: {@code auto}, the
 * default, is asymmetric where {@code membarrier(2)} is available; {@code symmetric} never uses it.
 */
public enum BarrierMode {
  /**
   * A publisher executes no fence while its waiter is busy. A waiter that was busy for long calls
   * {@code membarrier(2)} once before it sleeps.
   */
  ASYMMETRIC,

  /** Every publish executes a full fence. */
  SYMMETRIC;

  /**
   * Returns the mode of this process. Does not block.
   *
   * @return the mode; it does not change
   */
  public static BarrierMode current() {
    return Membarrier.isAvailable() ? ASYMMETRIC : SYMMETRIC;
  }

  /**
   * Tells why the mode is not asymmetric.
   *
   * @return the reason, or an empty text if it is asymmetric
   */
  public static String reason() {
    return Membarrier.reason();
  }
}
