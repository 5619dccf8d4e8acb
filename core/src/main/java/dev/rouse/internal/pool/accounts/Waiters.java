package dev.rouse.internal.pool.accounts;

import dev.rouse.internal.common.Uncaught;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Who waits for space in a pool, or for the end of all jobs: threads, and actions that run when
 * there is space. Each first says that it waits and then looks; see {@link Accounts}.
 */
final class Waiters {
  private final BooleanSupplier hasSpace;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicInteger waitingForSpace = new AtomicInteger();
  private final AtomicInteger waitingForEnd = new AtomicInteger();

  /** What is to be done when there is space; under the lock. */
  private List<Runnable> spaceActions = new ArrayList<>();

  /**
   * Makes it without waiters.
   *
   * @param hasSpace tells whether there is space, or will never be any
   */
  Waiters(BooleanSupplier hasSpace) {
    this.hasSpace = hasSpace;
  }

  /** Tells whether somebody waits for space. */
  boolean areForSpace() {
    return waitingForSpace.get() != 0;
  }

  /** Tells whether somebody waits for the end of all jobs. */
  boolean areForEnd() {
    return waitingForEnd.get() != 0;
  }

  /** Waits until an attempt has another result than that there is no space, or the time is up. */
  long awaitSpace(LongSupplier attempt, long timeoutNanos) throws InterruptedException {
    long left = timeoutNanos;
    lock.lock();
    try {
      waitingForSpace.incrementAndGet();
      try {
        long number;
        while ((number = attempt.getAsLong()) == Accounts.FULL && left > 0) {
          left = changed.awaitNanos(left);
        }
        return number;
      } finally {
        waitingForSpace.decrementAndGet();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all jobs have ended. Returns false if the time was up. */
  boolean awaitEnd(BooleanSupplier haveAllEnded, long timeoutNanos) throws InterruptedException {
    long left = timeoutNanos;
    lock.lockInterruptibly();
    try {
      waitingForEnd.incrementAndGet();
      try {
        while (!haveAllEnded.getAsBoolean()) {
          if (left <= 0) {
            return false;
          }
          left = changed.awaitNanos(left);
        }
        return true;
      } finally {
        waitingForEnd.decrementAndGet();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Has an action run once, as soon as there is space. */
  void whenSpace(Runnable action) {
    lock.lock();
    try {
      waitingForSpace.incrementAndGet();
      spaceActions.add(action);
    } finally {
      lock.unlock();
    }
    // After it has said so.
    if (hasSpace.getAsBoolean()) {
      signal();
    }
  }

  /** There may be what somebody waits for. */
  void signal() {
    List<Runnable> actions = List.of();
    lock.lock();
    try {
      changed.signalAll();
      if (!spaceActions.isEmpty() && hasSpace.getAsBoolean()) {
        List<Runnable> next = new ArrayList<>(); // first: there may be no memory for it
        actions = spaceActions;
        spaceActions = next;
        waitingForSpace.addAndGet(-actions.size());
      }
    } finally {
      lock.unlock();
    }
    for (Runnable action : actions) {
      try {
        action.run();
      } catch (Throwable t) { // this thread has work of its own to do
        Uncaught.tell(t);
      }
    }
  }
}
