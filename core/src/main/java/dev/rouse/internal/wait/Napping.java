package dev.rouse.internal.wait;

import dev.rouse.internal.os.Futex;
import dev.rouse.internal.os.FutexService;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * How a thread sleeps on a state word in a mapped file if it must not block in a futex: parked. A
 * virtual thread is unparked by a {@link FutexService}. Where there is none, or no futex at all,
 * the thread takes naps of at most a millisecond and looks at the word in between.
 */
final class Napping extends Futex {
  private static final long SHORTEST_NANOS = 50_000;
  private static final long LONGEST_NANOS = 1_000_000;
  private static final int EAGAIN = 11;
  private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle();

  private final MemorySegment word;
  private final boolean served;

  private Napping(MemorySegment word, boolean served) {
    this.word = word;
    this.served = served;
  }

  /**
   * Makes it.
   *
   * @param word the state word
   * @param hasFutex whether the system lets this process use futexes
   * @return the way to sleep
   */
  static Futex on(MemorySegment word, boolean hasFutex) {
    return new Napping(word, hasFutex && FutexService.isAvailable());
  }

  @Override
  protected int sleepCall(int value, long timeoutNanos) {
    if (!holds(value)) {
      return EAGAIN;
    }
    // For a short sleep it is not worth to call the daemon.
    if (served && timeoutNanos > LONGEST_NANOS && Thread.currentThread().isVirtual()) {
      FutexService.sleep(word, value, timeoutNanos);
      return 0;
    }
    long start = System.nanoTime();
    long nap = SHORTEST_NANOS;
    long left = timeoutNanos;
    do {
      LockSupport.parkNanos(this, Math.min(nap, left));
      nap = Math.min(2 * nap, LONGEST_NANOS);
      left = timeoutNanos - (System.nanoTime() - start);
    } while (left > 0 && holds(value) && !Thread.currentThread().isInterrupted());
    return 0;
  }

  private boolean holds(int value) {
    return (int) WORD.getVolatile(word, 0L) == value;
  }

  /** The sleeper sees that the word has changed. */
  @Override
  protected int wakeCall() {
    return 0;
  }
}
