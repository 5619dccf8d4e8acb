package dev.rouse.internal.wait;

import dev.rouse.internal.memory.Lifetime;
import dev.rouse.internal.memory.Words;
import dev.rouse.internal.os.Futex;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How a waiter sleeps: parked by {@link LockSupport}, which every thread can use, or in a futex on
 * the state word, which is for platform threads. The announcement says which of the two ({@link
 * #announcement}), so that the thread that claims it knows how to wake the waiter.
 */
final class Sleeper {
  private final MemorySegment segment;
  private final long stateOffset;

  /** See {@link Words}. Stays valid after a close of the region, which wakes the sleeper. */
  private final long base;

  private final @Nullable Futex futex;

  /** In a mapped file: how those sleep that cannot sleep in the futex. Null otherwise. */
  private final @Nullable Futex napping;

  private final ParkedThread parked;
  private final Lifetime.Use use;

  /** Claims the wake, as a publisher does; run by a thread that interrupts a sleep in the futex. */
  private final Runnable onInterrupt;

  /** Used by the waiter only; null until it first sleeps interruptibly in the futex. */
  private @Nullable InterruptHook interruptHook;

  /** Used by the waiter only: the system has refused to let it sleep in the futex. */
  private boolean futexRefused;

  /** The region was closed: nobody must sleep any more. */
  private volatile boolean dismissed;

  Sleeper(
      MemorySegment segment,
      long offset,
      @Nullable Futex futex,
      ParkedThread parked,
      Runnable onInterrupt,
      Reach reach) {
    this.segment = segment;
    this.stateOffset = offset + WaitLayout.STATE;
    this.base = Words.base(segment);
    this.futex = futex;
    this.napping =
        reach == Reach.MACHINE
            ? Napping.on(segment.asSlice(stateOffset, Integer.BYTES), futex != null)
            : null;
    this.parked = parked;
    this.onInterrupt = onInterrupt;
    this.use = Lifetime.wakeAtEnd(segment, this, Sleeper::dismiss);
  }

  /** The calling thread is the one to wake from now on. Called before it announces itself. */
  void enter() {
    use.keep(this);
    parked.enter();
  }

  /** Ends what {@link #enter} began: there is no thread to wake. */
  void leave() {
    parked.leave();
    use.keep(null);
  }

  /** Returns the state with which the calling thread must announce itself. */
  int announcement() {
    return napping != null || maySleepInFutex() ? WaitState.SLEEPING : WaitState.PARKING;
  }

  private boolean maySleepInFutex() {
    return futex != null && !futexRefused && !Thread.currentThread().isVirtual();
  }

  /**
   * Sleeps once; may return for any reason.
   *
   * @param announced the state with which the calling thread has announced itself
   * @param nanos the longest time to sleep, or {@link Deadline#FOREVER}
   * @return false if the system refuses this way to sleep; {@link #announcement} then returns the
   *     other one, and the caller must announce itself again
   */
  boolean sleep(int announced, long nanos, boolean interruptible) {
    if (announced == WaitState.SLEEPING && napping != null && !maySleepInFutex()) {
      return napping.sleep(announced, nanos);
    }
    if (announced == WaitState.SLEEPING && futex != null) {
      boolean slept =
          interruptible ? sleepInterruptibly(futex, nanos) : futex.sleep(announced, nanos);
      futexRefused = !slept;
      return slept;
    }
    if (nanos == Deadline.FOREVER) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, nanos);
    }
    return true;
  }

  private boolean sleepInterruptibly(Futex futex, long nanos) {
    InterruptHook hook = interruptHook;
    if (hook == null) {
      hook = new InterruptHook(this::wakeInterrupted);
    }
    interruptHook = null; // until it is known to be reusable
    boolean reusable;
    boolean slept;
    try {
      hook.arm();
      slept = futex.sleep(WaitState.SLEEPING, nanos);
    } finally {
      reusable = hook.disarm();
    }
    if (reusable) {
      interruptHook = hook;
    }
    return slept;
  }

  /**
   * Run by the thread that interrupts, only while the interrupted one is in the futex or on its way
   * there. The wake must not be lost.
   */
  private void wakeInterrupted() {
    try {
      onInterrupt.run();
    } catch (RuntimeException | Error e) {
      // The region was closed, or the wake failed. Claim it without a note, and try once more: the
      // sleeper looks at its interrupt status.
      Futex place = Objects.requireNonNull(futex);
      boolean claimed =
          Words.compareAndSetInt(segment, base, stateOffset, WaitState.SLEEPING, WaitState.COOL);
      try {
        place.wake();
      } catch (RuntimeException | Error again) {
        if (claimed) {
          // It failed again: then the next publish must find the announcement.
          Words.compareAndSetInt(segment, base, stateOffset, WaitState.COOL, WaitState.SLEEPING);
        }
        throw again;
      }
    }
  }

  /**
   * Ends the sleep of the thread that sleeps here in a mapped file, if there is one, without a
   * publish: there may be something to look at besides the condition. By any thread. A thread that
   * has not announced itself yet looks before it sleeps.
   */
  void lookNow() {
    // Between what the caller has written for the thread to look at and the look for a thread, as
    // in dismiss.
    VarHandle.fullFence();
    if (napping == null || !parked.isPresent()) {
      return; // the announcement, if there is one, may be that of a successor
    }
    if (Words.compareAndSetInt(segment, base, stateOffset, WaitState.SLEEPING, WaitState.COOL)
        && futex != null) {
      futex.wake(); // also the daemon that sleeps for a virtual thread; others see the word
    }
  }

  /**
   * Tells whether the region was closed, so that the thread must not sleep any more. Asked after
   * the announcement and its fence.
   */
  boolean isDismissed() {
    return dismissed;
  }

  /**
   * Wakes the thread that sleeps here, if there is one, and lets none sleep any more: the region
   * was closed. May be called again.
   */
  void dismiss() {
    // First: a wake that a stack overflow ends in its middle cannot always be made again.
    StackReserve.require();
    dismissed = true;
    // Between the flag and the look for a thread. That thread has said which it is, then fenced,
    // and then looks at the flag: so either it sees the flag, or it is seen here.
    VarHandle.fullFence();
    if (!parked.isPresent()) {
      return; // the state stays what it is, so that nobody takes it for that of a closed end
    }
    if (napping != null) {
      // The end lives on for other processes, so it must not be closed. As for an interrupt, the
      // announcement is taken away.
      Words.compareAndSetInt(segment, base, stateOffset, WaitState.SLEEPING, WaitState.COOL);
    } else if (futex != null) {
      // A thread that has announced itself and is not in the futex yet must not go to sleep there:
      // a wake that comes before would be lost. The futex compares the word before it sleeps.
      // Closed for good, so that a publisher whose wake fails cannot restore the announcement.
      Words.getAndSetInt(segment, base, stateOffset, WaitState.CLOSED);
    }
    parked.unpark();
    if (futex != null) {
      futex.wake();
    }
  }
}
