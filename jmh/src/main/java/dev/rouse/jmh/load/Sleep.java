package dev.rouse.jmh.load;

import java.util.concurrent.locks.LockSupport;

/** Sleeps that end at a given time, late by what the system takes to wake a thread. */
public final class Sleep {
  private Sleep() {}

  /**
   * Sleeps until a time.
   *
   * @param due a time of {@link System#nanoTime}
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public static void until(long due) throws InterruptedException {
    long left;
    while ((left = due - System.nanoTime()) > 0) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
