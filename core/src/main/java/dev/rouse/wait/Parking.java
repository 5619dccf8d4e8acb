package dev.rouse.wait;

/** How a waiting thread sleeps. */
public enum Parking {
  /**
   * A futex for platform threads if native access is granted, otherwise as {@link #LOCK_SUPPORT}. A
   * thread that sleeps in a futex is in native code, so thread dumps show it as runnable. Closing
   * the region wakes it first.
   */
  AUTOMATIC,

  /** {@link java.util.concurrent.locks.LockSupport}, for all threads. */
  LOCK_SUPPORT
}
