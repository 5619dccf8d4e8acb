package dev.rouse.internal.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Sleeping on a 32-bit word in memory until another thread wakes it: {@code futex(2)}. Private, for
 * threads of this process, or shared, where the word is in a mapped file, for threads of all
 * processes. Blocks the calling platform thread in native code; never for virtual threads.
 *
 * <p>An instance serves one sleeper at a time and any number of wakers. The calls are not memory
 * barriers: a caller that relies on an order must fence.
 */
public abstract class Futex {
  private static final long WAIT = 0;
  private static final long WAKE = 1;
  private static final long PRIVATE = 128;
  private static final int EPERM = 1;
  private static final int EINTR = 4;
  private static final int EAGAIN = 11;
  private static final int ENOSYS = 38;
  private static final int ETIMEDOUT = 110;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** For subclasses, with which tests inject errors. */
  protected Futex() {}

  /**
   * Tells whether the system has futexes and lets this process use them.
   *
   * @return true if {@link #of} may be called
   */
  public static boolean isAvailable() {
    return Probe.AVAILABLE;
  }

  /**
   * Makes a futex for the threads of this process.
   *
   * @param word the 32-bit word, aligned
   * @return the futex
   */
  public static Futex of(MemorySegment word) {
    return new NativeFutex(word, PRIVATE, 1);
  }

  /**
   * Makes a futex for the threads of all processes.
   *
   * @param word the 32-bit word, aligned, in a mapped file
   * @return the futex
   */
  public static Futex shared(MemorySegment word) {
    // Wakes every sleeper of the word: a thread that is just leaving, or one of a process that was
    // replaced, may sleep there, too, and would otherwise take the only wake.
    return new NativeFutex(word, 0, Integer.MAX_VALUE);
  }

  /**
   * Sleeps until woken, if the word has the given value; returns at once if it has another. May
   * return spuriously, for example when a signal arrives.
   *
   * @param value the value
   * @param timeoutNanos the longest time to sleep in nanoseconds, more than 0; {@code
   *     Long.MAX_VALUE} for ever
   * @return false if the system refuses the call, so that the caller must sleep in another way
   * @throws IllegalStateException if the call fails with an unexpected error
   */
  public final boolean sleep(int value, long timeoutNanos) {
    int error = sleepCall(value, timeoutNanos);
    return switch (error) {
      // Woken; interrupted by a signal; the word has changed; the time is up: no difference to the
      // caller, which checks the word and the clock.
      case 0, EINTR, EAGAIN, ETIMEDOUT -> true;
      case ENOSYS, EPERM -> false;
      default -> throw new IllegalStateException("futex(2) wait failed with error " + error);
    };
  }

  /**
   * Wakes the sleeper, if there is one.
   *
   * @throws IllegalStateException if the call fails: then the sleeper may sleep on, which must not
   *     go unnoticed
   */
  public final void wake() {
    int error = wakeCall();
    if (error != 0) {
      throw new IllegalStateException("futex(2) wake failed");
    }
  }

  /**
   * Makes the system call that sleeps.
   *
   * @param value the value that the word must have
   * @param timeoutNanos the longest time to sleep in nanoseconds, or {@code Long.MAX_VALUE}
   * @return the error number, or 0
   */
  protected abstract int sleepCall(int value, long timeoutNanos);

  /**
   * Makes the system call that wakes. Allocates nothing, and so cannot fail for lack of memory: the
   * caller has already claimed the sleeper's announcement.
   *
   * @return 0, or anything else if it failed
   */
  protected abstract int wakeCall();

  private static final class NativeFutex extends Futex {
    private final MemorySegment word;

    /** Receives the error number; used by the sleeper only. */
    private final MemorySegment error = Arena.ofAuto().allocate(SystemCalls.errorLayout());

    /** The time-out; used by the sleeper only. */
    private final MemorySegment time = Arena.ofAuto().allocate(SystemCalls.TIMESPEC);

    private final long wait;
    private final long wake;
    private final long wakes;

    NativeFutex(MemorySegment word, long flags, long wakes) {
      this.word = word;
      this.wait = WAIT | flags;
      this.wake = WAKE | flags;
      this.wakes = wakes;
    }

    @Override
    protected int sleepCall(int value, long timeoutNanos) {
      if (timeoutNanos == Long.MAX_VALUE && SystemCalls.futexWithoutError(word, wait, value) >= 0) {
        // The usual case. To fetch the error number runs code of the JVM and of the C library that
        // is in no cache after a long sleep: microseconds, for a number that is 0.
        return 0;
      }
      // If the call above has failed, this one tells why. The word is compared again; if it sleeps,
      // that is a sleep as any other.
      MemorySegment timeout = MemorySegment.NULL;
      if (timeoutNanos != Long.MAX_VALUE) {
        time.set(ValueLayout.JAVA_LONG, 0, timeoutNanos / NANOS_PER_SECOND);
        time.set(ValueLayout.JAVA_LONG, Long.BYTES, timeoutNanos % NANOS_PER_SECOND);
        timeout = time;
      }
      // Relative and monotonic: what FUTEX_WAIT means.
      long result = SystemCalls.futex(error, word, wait, value, timeout);
      return result < 0 ? (int) -result : 0;
    }

    @Override
    protected int wakeCall() {
      return SystemCalls.futexWithoutError(word, wake, wakes) < 0 ? -1 : 0;
    }
  }

  private static final class Probe {
    static final boolean AVAILABLE = SystemCalls.UNAVAILABLE == null && works();

    private static boolean works() {
      Futex futex = of(Arena.ofAuto().allocate(ValueLayout.JAVA_INT));
      // The word is 0: the call that would sleep for 1 returns at once.
      return futex.sleepCall(1, 1) == EAGAIN && futex.wakeCall() == 0;
    }
  }
}
