package dev.rouse.internal.wait;

/**
 * The values of the state word in memory. {@link Waiter} explains the states. A zeroed word is
 * {@link #COOL}.
 */
public final class WaitState {
  /** The waiter is awake; publishers fence. */
  public static final int COOL = 0;

  /** The waiter is parked by LockSupport, or about to be. */
  public static final int PARKING = 1;

  /** The waiter sleeps in a futex on the state word, or is about to. */
  public static final int SLEEPING = 2;

  /** The waiter is busy; publishers pay no fence. */
  public static final int HOT = 3;

  /** Closed, for good. */
  public static final int CLOSED = 4;

  private WaitState() {}

  /** Tells whether a waiter has announced itself, so that it must be woken. */
  static boolean isAnnounced(int state) {
    return state == PARKING || state == SLEEPING;
  }

  /** Returns the name of a state, for messages and debugging. */
  static String name(int state) {
    return switch (state) {
      case COOL -> "COOL";
      case PARKING -> "PARKING";
      case SLEEPING -> "SLEEPING";
      case HOT -> "HOT";
      case CLOSED -> "CLOSED";
      default -> "corrupt (" + state + ")";
    };
  }
}
