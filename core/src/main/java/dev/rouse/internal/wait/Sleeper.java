package dev.rouse.internal.wait;

import dev.rouse.internal.os.Futex;
import dev.rouse.internal.os.Sleepers;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How a waiter sleeps: parked by {@link LockSupport}, which is for every thread, or in a futex on
 * the state word, which is for platform threads. The waiter announces which of the two it is
 * ({@link #announcement}), so that whoever takes the announcement away knows how to wake it.
 */
final class Sleeper extends Sleepers.Entry {
  private final @Nullable Futex futex;
  private final ParkedThread parked;

  /** Claims the wake, as a publisher does; run by the thread that interrupts a futex' sleeper. */
  private final Runnable onInterrupt;

  /** Used by the waiter only; null until it first sleeps interruptibly in the futex. */
  private @Nullable InterruptHook interruptHook;

  /** Used by the waiter only: the system has refused to let it sleep in the futex. */
  private boolean futexRefused;

  Sleeper(MemorySegment segment, @Nullable Futex futex, ParkedThread parked, Runnable onInterrupt) {
    super(segment.scope());
    this.futex = futex;
    this.parked = parked;
    this.onInterrupt = onInterrupt;
  }

  /** The calling thread is the one to wake from now on. Called before it announces itself. */
  void enter() {
    parked.enter();
    Sleepers.add(this);
  }

  /** No thread is to be woken any more. */
  void leave() {
    Sleepers.remove(this);
    parked.leave();
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
   *     other way, and the caller has to announce itself again
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
      hook = new InterruptHook(this::wakeInterrupted);
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

  /** Run by the thread that interrupts: nothing may go wrong there, nor may the wake be lost. */
  private void wakeInterrupted() {
    try {
      onInterrupt.run();
    } catch (RuntimeException | Error e) {
      // The memory was released, and then nobody sleeps there; or the claim failed, and then a wake
      // without one does as well: the sleeper looks at its interrupt status.
      wake();
    }
  }

  @Override
  protected void wake() {
    parked.unpark();
    if (futex != null && isMemoryAlive()) { // nobody sleeps in a futex of memory that is released
      futex.wake();
    }
  }
}
