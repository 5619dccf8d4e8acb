package dev.rouse.jcstress.suite;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where two actors wait for each other at a state. jcstress lets each actor run through many states
 * on its own; where one of them is faster, it is always the first, and the two never meet in the
 * moment that matters. Behind the meeting each may still {@link Jitter#pause}, so that the moment
 * is met sooner or later.
 */
public final class Meeting {
  private static final int ACTORS = 2;
  private static final int SPINS_BEFORE_YIELD = 1_000;

  /** After that the other actor has failed: ends the test instead of letting it hang. */
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private final AtomicInteger arrived = new AtomicInteger();

  /** Waits for the other actor. May be called again, for the next meeting, by both. */
  public void meet() {
    int all = (arrived.getAndIncrement() / ACTORS + 1) * ACTORS;
    long start = 0;
    for (int spins = 0; arrived.get() < all; spins++) {
      if (spins < SPINS_BEFORE_YIELD) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
        long now = System.nanoTime();
        if (start == 0) {
          start = now;
        } else if (now - start > PATIENCE_NANOS) {
          throw new AssertionError("the other actor did not come");
        }
      }
    }
  }
}
