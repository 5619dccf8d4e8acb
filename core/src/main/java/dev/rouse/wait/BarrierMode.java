package dev.rouse.wait;

import dev.rouse.internal.os.Membarrier;

/**
 * Which memory barriers make sure that no wake-up is lost.
 *
 * <p>The system property {@code rouse.barrier}, read once, chooses: {@code auto}, the default,
 * takes the asymmetric mode where it is to be had; {@code symmetric} does without.
 */
public enum BarrierMode {
  /**
   * A publisher pays no fence while its waiter is busy; a waiter that was busy for long pays one
   * {@code membarrier(2)} before it sleeps.
   */
  ASYMMETRIC,

  /** Every publish pays a full fence. */
  SYMMETRIC;

  /**
   * Returns the mode that is in force in this process.
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
