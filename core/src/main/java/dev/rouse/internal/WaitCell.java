package dev.rouse.internal;

import dev.rouse.memory.Region;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One waiting end: the place where one thread waits until others have published something. Knows
 * nothing of what is published.
 *
 * <h2>The protocol</h2>
 *
 * A publisher that wakes only sleepers and a waiter that sleeps only when nothing was published
 * each take two steps, and each must see the other's first step if the other missed its own
 * (Dekker):
 *
 * <pre>
 *   publisher                          waiter
 *   1 publish                          1 announce: state = WAITING
 *     fullFence                          fullFence
 *   2 read the state;                  2 look at the condition;
 *     if WAITING, claim the wake         if not met, park
 * </pre>
 *
 * Without either fence both second steps may be done before both first steps are visible, and the
 * waiter sleeps for ever beside a published record. With both, the fences are totally ordered: if
 * the publisher's comes first, the waiter sees what was published; if the waiter's comes first, the
 * publisher sees WAITING.
 *
 * <pre>
 *              announce (waiter, CAS)
 *     AWAKE ----------------------------> WAITING
 *       ^                                    |
 *       +------------------------------------+
 *         claim the wake (publisher, CAS), or retract (waiter, CAS)
 *
 *     AWAKE, WAITING ------ close -------> CLOSED, for good
 * </pre>
 *
 * Exactly one thread takes the state away from WAITING, and that thread unparks: so there is one
 * wake for each park, however many publish. Nobody but the waiter writes {@link #waiter}; who won
 * the wake reads it afterwards, and finds the thread that announced, or, if that one has left on
 * its own meanwhile, null or a later waiter, for whom an unpark is a spurious return like any
 * other.
 *
 * <p>Parking may end for no reason, and a permit may be left over from elsewhere: the waiter
 * therefore parks in a loop until the state is no longer WAITING.
 */
public final class WaitCell {
  /** What a cell takes in a region, in bytes. All of it must be zero at first. */
  public static final long BYTE_SIZE = Region.ALIGNMENT;

  /** Nobody waits. */
  private static final int AWAKE = 0;

  /** The waiter has announced itself: it is parked or about to look once more. */
  private static final int WAITING = 1;

  /** Nobody will wait here any more. */
  private static final int CLOSED = 2;

  private static final VarHandle STATE = ValueLayout.JAVA_INT.varHandle();
  private static final VarHandle WAITER;

  static {
    try {
      WAITER = MethodHandles.lookup().findVarHandle(WaitCell.class, "waiter", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final MemorySegment segment;
  private final long offset;

  @SuppressWarnings("UnusedVariable") // through WAITER
  private volatile @Nullable Thread waiter;

  /**
   * Makes the cell of a zeroed place.
   *
   * @param segment where the cell lives
   * @param offset where it starts, in bytes
   */
  public WaitCell(MemorySegment segment, long offset) {
    this.segment = segment;
    this.offset = offset;
  }

  /**
   * Wakes the waiter if there is one. Called after each publish, by any thread.
   *
   * @return false if the cell is closed: the waiter may have left without seeing what was published
   */
  public boolean wake() {
    // StoreLoad between the caller's publish and the read of the state: see the class. The state
    // may
    // then be read opaquely, since what it guards was written before it by this thread.
    VarHandle.fullFence();
    int state = (int) STATE.getOpaque(segment, offset);
    if (state == WAITING) {
      state = (int) STATE.compareAndExchange(segment, offset, WAITING, AWAKE);
      if (state == WAITING) {
        // After the CAS, not before: an earlier read could find a waiter that has left.
        LockSupport.unpark(waiter);
      }
    }
    return state != CLOSED;
  }

  /** Closes the cell and wakes its waiter, if there is one. May be called any number of times. */
  public void close() {
    // A volatile swap: what the closer did before is visible to who sees CLOSED.
    if ((int) STATE.getAndSet(segment, offset, CLOSED) == WAITING) {
      LockSupport.unpark(waiter);
    }
  }

  /**
   * Tells whether the cell was closed.
   *
   * @return true after {@link #close}
   */
  public boolean isClosed() {
    // Acquire pairs with the swap in close.
    return (int) STATE.getAcquire(segment, offset) == CLOSED;
  }

  /**
   * Waits until the condition is met, the time is up, the cell is closed or the thread is
   * interrupted. What is already there is found before the time-out or the close is looked at.
   *
   * @param condition what to wait for
   * @param timeoutNanos the longest time to wait, {@link Deadline#FOREVER} for no limit; 0 or less
   *     looks once
   * @return how the wait ended
   * @throws InterruptedException if the thread is interrupted before or during the wait; its
   *     interrupt status is then cleared
   * @throws IllegalStateException if another thread waits here
   */
  public WaitOutcome await(WaitCondition condition, long timeoutNanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    WaitOutcome outcome = doAwait(condition, timeoutNanos, true);
    if (outcome == null) {
      throw new InterruptedException();
    }
    return outcome;
  }

  /**
   * As {@link #await}, but does not end when the thread is interrupted: the interrupt status is set
   * again when the method returns.
   *
   * @param condition what to wait for
   * @param timeoutNanos the longest time to wait, {@link Deadline#FOREVER} for no limit; 0 or less
   *     looks once
   * @return how the wait ended
   * @throws IllegalStateException if another thread waits here
   */
  public WaitOutcome awaitUninterruptibly(WaitCondition condition, long timeoutNanos) {
    WaitOutcome outcome = doAwait(condition, timeoutNanos, false);
    if (outcome == null) {
      throw new AssertionError("an uninterruptible wait was interrupted");
    }
    return outcome;
  }

  /** Returns null if interrupted, which happens only where that is asked for. */
  private @Nullable WaitOutcome doAwait(
      WaitCondition condition, long timeoutNanos, boolean interruptible) {
    if (condition.isMet()) {
      return WaitOutcome.READY;
    }
    Thread self = Thread.currentThread();
    if (!WAITER.compareAndSet(this, null, self)) {
      throw new IllegalStateException(
          "a second waiter: " + self + " would wait where " + waiter + " waits; one thread may");
    }
    boolean interrupted = false;
    try {
      long deadline = Deadline.after(timeoutNanos);
      while (true) {
        // Announce. An announcement that an exception left behind counts as ours.
        if ((int) STATE.compareAndExchange(segment, offset, AWAKE, WAITING) == CLOSED) {
          // The closer may have closed between a publish and its wake: look once more, after the
          // fence that pairs with the one in wake.
          VarHandle.fullFence();
          return condition.isMet() ? WaitOutcome.READY : WaitOutcome.CLOSED;
        }
        // StoreLoad between announcing and looking: see the class. An atomic operation on the state
        // is no portable barrier for a later read of something else.
        VarHandle.fullFence();
        if (condition.isMet()) {
          retract();
          return WaitOutcome.READY;
        }
        while ((int) STATE.getAcquire(segment, offset) == WAITING) {
          if (timeoutNanos == Deadline.FOREVER) {
            LockSupport.park(this);
          } else {
            long remaining = Deadline.remaining(deadline);
            if (remaining <= 0) {
              retract();
              // A publish that raced the time-out is seen here, or will be by the next wait.
              return condition.isMet() ? WaitOutcome.READY : WaitOutcome.TIMED_OUT;
            }
            LockSupport.parkNanos(this, remaining);
          }
          if (Thread.interrupted()) {
            interrupted = true;
            if (interruptible) {
              retract();
              return null;
            }
            // Uninterruptible: the status stays cleared until the end, or the park would not park.
          }
        }
        if (condition.isMet()) {
          return WaitOutcome.READY;
        }
      }
    } finally {
      waiter = null;
      if (interrupted && !interruptible) {
        self.interrupt();
      }
    }
  }

  /** Takes the announcement back. If that fails, a wake or the close is on its way: harmless. */
  private void retract() {
    STATE.compareAndSet(segment, offset, WAITING, AWAKE);
  }

  @Override
  public String toString() {
    String name =
        switch ((int) STATE.getAcquire(segment, offset)) {
          case AWAKE -> "AWAKE";
          case WAITING -> "WAITING";
          case CLOSED -> "CLOSED";
          default -> "corrupt";
        };
    return "WaitCell[state=" + name + ", waiter=" + waiter + "]";
  }
}
