package dev.rouse.internal.pool.crew;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The workers that sleep, or are about to, and those that rest: they have no thread until they are
 * needed. The last one that fell asleep is woken first: its caches are warm. The lock is taken only
 * when a worker falls asleep or is woken.
 *
 * <p>A worker enters itself and then looks for jobs once more; who has queued a job then looks at
 * {@link #count}. All of these are volatile accesses, which have one total order, so one of the two
 * sees the other.
 */
final class Idlers {
  /** As large as it will ever be: to grow may take memory that there is not. */
  private final Deque<Worker> stack;

  /** Those without a thread. They are taken last. */
  private final Deque<Worker> resting;

  /** How often a worker has begun to rest. */
  private long rests;

  /** Written under the lock only. */
  private volatile int count;

  private volatile @Nullable Worker watcher;

  Idlers(int workers) {
    stack = new ArrayDeque<>(workers + 1);
    resting = new ArrayDeque<>(workers + 1);
  }

  /** Returns how many workers sleep, or are about to, or rest. */
  int count() {
    return count;
  }

  /** A worker is about to sleep, unless it finds a job now. */
  synchronized void push(Worker worker) {
    stack.push(worker);
    counted();
  }

  /**
   * A worker rests from now on: it has no thread.
   *
   * @return the number of this rest, for {@link #endRest}
   */
  synchronized long rest(Worker worker) {
    resting.push(worker);
    worker.rest(++rests);
    counted();
    return rests;
  }

  /**
   * Ends a rest, for the thread that has begun it.
   *
   * @return false if somebody else has ended it, whatever the worker does now
   */
  synchronized boolean endRest(Worker worker, long rest) {
    if (!worker.rests(rest) || !resting.remove(worker)) {
      return false;
    }
    worker.rest(Worker.AWAKE);
    counted();
    return true;
  }

  /**
   * Takes the worker off that has last fallen asleep, or else one that rests. The caller must wake
   * it, or start its thread: {@link Worker#takeStart} says so.
   */
  synchronized @Nullable Worker pop() {
    Worker worker = stack.poll();
    if (worker == null) {
      worker = popResting();
    }
    counted();
    return worker;
  }

  /** As {@link #pop}, but only a worker that sleeps. */
  synchronized @Nullable Worker popSleeper() {
    Worker worker = stack.poll();
    counted();
    return worker;
  }

  /** As {@link #pop}, but only a worker that rests. */
  synchronized @Nullable Worker popResting() {
    Worker worker = resting.poll();
    if (worker != null) {
      worker.restEnds();
      counted();
    }
    return worker;
  }

  private void counted() {
    count = stack.size() + resting.size();
  }

  /** Returns how many workers rest. */
  synchronized int resting() {
    return resting.size();
  }

  /**
   * As {@link #pop}, and says that the worker is on watch, before it is awake: the next jobs need
   * not wake another one. Under the lock, so that the worker, which takes itself off when it wakes
   * for another reason, finds out.
   */
  synchronized @Nullable Worker popForWatch() {
    Worker worker = pop();
    if (worker != null) {
      watcher = worker;
    }
    return worker;
  }

  /** Returns who is on watch. */
  @Nullable Worker watcher() {
    return watcher;
  }

  /** A worker is on watch, instead of whoever was. */
  synchronized void setWatcher(Worker worker) {
    watcher = worker;
  }

  /**
   * A worker is not on watch any more.
   *
   * @return false if it was not before
   */
  boolean endWatch(Worker worker) {
    return watcher == worker && doEndWatch(worker);
  }

  private synchronized boolean doEndWatch(Worker worker) {
    boolean was = watcher == worker;
    if (was) {
      watcher = null;
    }
    return was;
  }

  /**
   * Takes a worker off.
   *
   * @return false if it was taken off before
   */
  synchronized boolean remove(Worker worker) {
    boolean removed = stack.remove(worker);
    if (!removed && resting.remove(worker)) {
      worker.restEnds();
      removed = true;
    }
    counted();
    return removed;
  }
}
