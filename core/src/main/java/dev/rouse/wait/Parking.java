package dev.rouse.wait;

/** In which way a waiting thread sleeps. */
public enum Parking {
  /**
   * A futex for platform threads where native access is granted, else as {@link #LOCK_SUPPORT}. A
   * thread that sleeps in a futex is in native code: thread dumps show it as runnable, and a region
   * cannot be closed meanwhile.
   */
  AUTOMATIC,

  /** {@link java.util.concurrent.locks.LockSupport}, for all threads. */
  LOCK_SUPPORT
}
