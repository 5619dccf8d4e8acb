package dev.rouse.internal.pool.crew;

import dev.rouse.internal.common.Uncaught;
import dev.rouse.internal.pool.accounts.Accounts;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The queue of one worker: jobs that it does, or the one that takes its place. */
public final class WorkerQueue {
  private final Queue<Object> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Accounts accounts;

  WorkerQueue(Accounts accounts) {
    this.accounts = accounts;
  }

  /** Adds a job. By any thread. */
  void add(Object task) {
    tasks.add(task);
    count.incrementAndGet();
  }

  /**
   * Takes the first job. By any thread, but in this order only by one.
   *
   * @return the job, or null if there is none
   */
  public @Nullable Object poll() {
    Object task = tasks.poll();
    if (task != null) {
      count.decrementAndGet();
      spaceMade();
    }
    return task;
  }

  private void spaceMade() {
    try {
      accounts.spaceMade();
    } catch (Throwable t) { // the job that was taken must still be done
      Uncaught.tell(t);
    }
  }

  boolean isEmpty() {
    return tasks.isEmpty();
  }

  /**
   * Returns how many jobs wait: a recent number.
   *
   * @return the number, 0 or more
   */
  public int size() {
    // A job may be taken before it was counted.
    return Math.max(0, count.get());
  }

  /**
   * Takes those jobs out that were cancelled. By any thread.
   *
   * @param isWithdrawn tells whether a job was cancelled
   * @param uncount says of such a job that it does not count any more
   */
  public void purge(Predicate<Object> isWithdrawn, Predicate<Object> uncount) {
    tasks.removeIf(
        task -> {
          boolean gone = isWithdrawn.test(task);
          // The worker may take the same job at this moment, and counts it, too: see notStarted.
          if (gone && uncount.test(task)) {
            count.decrementAndGet();
          }
          return gone;
        });
    spaceMade();
  }

  /**
   * The worker has taken a job that was withdrawn, and has counted it as taken. If it was purged at
   * the same moment, it is counted twice, and this undoes one of them; if not, it prevents that.
   *
   * @param uncounted whether the worker was the first to say that the job does not count any more
   */
  public void notStarted(boolean uncounted) {
    if (!uncounted) {
      count.incrementAndGet();
    }
  }
}
