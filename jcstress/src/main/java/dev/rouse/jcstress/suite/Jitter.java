package dev.rouse.jcstress.suite;

/**
 * Delays an actor, a little more each time and then from the start again. Where the other actor has
 * a way to go before the moment that matters, the two would otherwise never meet there.
 */
public final class Jitter {
  private static final int LONGEST = 512;

  private static final ThreadLocal<Jitter> OWN = ThreadLocal.withInitial(Jitter::new);

  private int length;
  private int sink;

  private Jitter() {}

  /** Spends between nothing and about a microsecond. */
  public static void pause() {
    OWN.get().spend();
  }

  /** Returns a time-out between next to nothing and two microseconds. */
  public static long nanos() {
    return OWN.get().nextNanos();
  }

  private long nextNanos() {
    length = (length + 1) % LONGEST;
    return 1 + 4L * length;
  }

  private void spend() {
    length = (length + 1) % LONGEST;
    int x = sink;
    for (int i = 0; i < length; i++) {
      x = x * 31 + i; // a chain of dependent operations that ends in a field
    }
    sink = x;
  }
}
