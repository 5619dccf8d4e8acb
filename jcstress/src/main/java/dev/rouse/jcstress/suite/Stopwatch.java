package dev.rouse.jcstress.suite;

/**
 * Tells a wake-up from a time-out. A wait whose wake-up was lost still finds what it waited for
 * when its time is up, because it then looks once more: only the time that passed gives it away. So
 * every test of a wake-up waits with this time-out and asks afterwards.
 */
public final class Stopwatch {
  /** Far longer than a wake-up takes on a loaded machine. */
  public static final long TIMEOUT_NANOS = 5_000_000_000L;

  private final long start = System.nanoTime();

  /**
   * Tells how the wait ended.
   *
   * @return true if it was over before the time-out
   */
  public boolean wokenInTime() {
    return System.nanoTime() - start < TIMEOUT_NANOS;
  }
}
