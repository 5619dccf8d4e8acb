package dev.rouse.internal.wait;

import dev.rouse.internal.os.Futex;
import dev.rouse.memory.Region;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/** A futex whose sleeps fail; its wakes do nothing but count. */
final class FaultyFutex extends Futex {
  private final Region region;
  private final int error;
  private final int every;
  private int calls;
  private int wakes;
  private final AtomicInteger failingWakes = new AtomicInteger();

  FaultyFutex(Region region, int error, int every) {
    this.region = region;
    this.error = error;
    this.every = every;
  }

  /** Lets the next calls that wake fail. */
  void failNextWakes(int count) {
    failingWakes.set(count);
  }

  /** Returns how many calls there were that wake. */
  int wakes() {
    return wakes;
  }

  @Override
  protected int sleepCall(int value, long timeoutNanos) {
    if (++calls % every == 0) {
      return error;
    }
    // As the system's: who sleeps does not see a word that changes for a moment only.
    while (region.segment().get(ValueLayout.JAVA_INT, 0) == value || failingWakes.get() > 0) {
      VarHandle.fullFence(); // so that the word is read again
      Thread.onSpinWait();
    }
    return 0;
  }

  @Override
  protected int wakeCall() {
    wakes++;
    return failingWakes.getAndUpdate(n -> Math.max(0, n - 1)) > 0 ? -1 : 0;
  }
}
