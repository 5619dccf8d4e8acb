package dev.rouse.jcstress.wait;

import dev.rouse.internal.os.Futex;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands in for the system's futex where a test needs a hundred times more waits in a second than a
 * processor can be sent to sleep and woken: who sleeps here spins until the word changes. Nothing
 * is hidden by that, because the system's futex looks at the word as well; and a lost wake-up is
 * told at once and for certain, instead of by a time-out: the others have done all that they do
 * ({@link #over}), and the word still says that somebody sleeps.
 */
final class SpinningFutex extends Futex {
  private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle();

  private final MemorySegment segment;
  private final long offset;
  private final AtomicInteger wakes = new AtomicInteger();
  private volatile boolean over;

  SpinningFutex(MemorySegment segment, long offset) {
    this.segment = segment;
    this.offset = offset;
  }

  /** Thrown in the sleeper for whom nobody will come any more. */
  static final class LostWakeUpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostWakeUpException() {
      super("the wake-up was lost", null, false, false);
    }
  }

  /** The other actor has done all that it does. */
  void over() {
    over = true;
  }

  /** Returns how often somebody was woken. */
  int wakes() {
    return wakes.get();
  }

  @Override
  protected int sleepCall(int value, long timeoutNanos) {
    long start = System.nanoTime();
    while ((int) WORD.getVolatile(segment, offset) == value) {
      if (timeoutNanos != Long.MAX_VALUE) {
        if (System.nanoTime() - start >= timeoutNanos) {
          return 0;
        }
      } else if (over && (int) WORD.getVolatile(segment, offset) == value) {
        throw new LostWakeUpException();
      }
      Thread.onSpinWait();
    }
    return 0;
  }

  @Override
  protected int wakeCall() {
    wakes.incrementAndGet();
    return 0;
  }
}
