package dev.rouse.internal.wait;

import dev.rouse.internal.os.Futex;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How the waiter of a cell sleeps, and how it is woken: parked by {@link LockSupport}, which is for
 * every thread, or in a futex on the state word, which is for platform threads. The waiter
 * announces which of the two it is ({@link #announcement}), so that whoever takes the announcement
 * away knows how to wake it.
 */
final class Sleeper {
  private static final VarHandle WAITER;

  static {
    try {
      WAITER = MethodHandles.lookup().findVarHandle(Sleeper.class, "waiter", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final @Nullable Futex futex;

  /** Claims the wake, as a publisher does; run by the thread that interrupts a futex' sleeper. */
  private final Runnable onInterrupt;

  /** Used by the waiter only; null until it first sleeps interruptibly in the futex. */
  private @Nullable InterruptHook interruptHook;

  /** Used by the waiter only: the system has refused to let it sleep in the futex. */
  private boolean futexRefused;

  /** The thread that may have to be unparked; null when none has got as far as that. */
  @SuppressWarnings("UnusedVariable") // through the VarHandle
  private @Nullable Thread waiter;

  Sleeper(@Nullable Futex futex, Runnable onInterrupt) {
    this.futex = futex;
    this.onInterrupt = onInterrupt;
  }

  /** The calling thread is the one to unpark from now on. Called before it announces itself. */
  void enter() {
    // Opaque: the announcement that follows, a CAS, publishes it to whoever takes that away.
    WAITER.setOpaque(this, Thread.currentThread());
  }

  /** No thread is to be unparked any more. */
  void leave() {
    WAITER.setOpaque(this, null);
  }

  /** Returns the state by which the calling thread has to announce itself. */
  int announcement() {
    return futex != null && !futexRefused && !Thread.currentThread().isVirtual()
        ? WaitState.SLEEPING
        : WaitState.PARKING;
  }

  /**
   * Sleeps once; may return for any reason.
   *
   * @param announced the state by which the calling thread has announced itself
   * @param nanos the longest time to sleep, or {@link Deadline#FOREVER}
   * @return false if the system refuses to let it sleep so; {@link #announcement} then gives the
   *     other way, and the caller has to announce itself anew
   */
  boolean sleep(int announced, long nanos, boolean interruptible) {
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
      hook = new InterruptHook(onInterrupt);
    }
    interruptHook = null; // until it is known to be good for another time
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
   * Wakes the waiter that announced itself with a state that the caller has taken away.
   *
   * @param announced that state
   */
  void wake(int announced) {
    if (announced == WaitState.SLEEPING && futex != null) {
      futex.wake();
    } else {
      // Read after the state was taken away, never before: see "exactly one wake" in WaitCell.
      LockSupport.unpark((Thread) WAITER.getOpaque(this));
    }
  }
}
