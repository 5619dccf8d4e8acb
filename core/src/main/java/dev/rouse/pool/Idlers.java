package dev.rouse.pool;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The workers that sleep, or are about to. The last one that fell asleep is woken first: its caches
 * are warm. The lock is taken only when a worker falls asleep or is woken.
 *
 * <p>A worker enters itself and then looks for jobs once more; who has queued a job then looks at
 * {@link #count}. All of these are volatile accesses, which have one total order, so one of the two
 * sees the other.
 */
final class Idlers {
  private final Deque<Worker> stack = new ArrayDeque<>();

  /** Written under the lock only. */
  private volatile int count;

  /** Returns how many workers sleep, or are about to. */
  int count() {
    return count;
  }

  /** A worker is about to sleep, unless it finds a job now. */
  synchronized void push(Worker worker) {
    stack.push(worker);
    count = stack.size();
  }

  /** Takes the worker off that has last fallen asleep. The caller must wake it. */
  synchronized @Nullable Worker pop() {
    Worker worker = stack.poll();
    count = stack.size();
    return worker;
  }

  /**
   * Takes a worker off.
   *
   * @return false if it was taken off before
   */
  synchronized boolean remove(Worker worker) {
    boolean removed = stack.remove(worker);
    count = stack.size();
    return removed;
  }
}
