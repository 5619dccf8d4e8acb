package dev.rouse.pool;

import dev.rouse.internal.common.Uncaught;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The timers of a pool: one daemon thread, which is started for the first timer, ends when there
 * was none for a while, and sleeps until the next one is due.
 */
final class Timers {
  /** Long: a thread that sleeps costs less than to start one for each timer. */
  private static final long KEEP_ALIVE_SECONDS = 60;

  private final String name;

  /** Under the lock of this. */
  private @Nullable ScheduledThreadPoolExecutor executor;

  /** Under the lock of this. */
  private boolean ended;

  private volatile @Nullable Thread thread;

  Timers(String name) {
    this.name = name;
  }

  /**
   * Runs an action after some time. What it throws goes to the thread's handler of uncaught
   * exceptions.
   *
   * @param nanos when, from now; 0 for at once
   * @return cancels it; null if the pool has ended, and nothing will run
   */
  synchronized @Nullable Future<?> schedule(Runnable action, long nanos) {
    if (ended) {
      return null;
    }
    if (executor == null) {
      var timers = new ScheduledThreadPoolExecutor(1, this::newThread);
      timers.setRemoveOnCancelPolicy(true);
      timers.setKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
      timers.allowCoreThreadTimeOut(true);
      executor = timers;
    }
    return executor.schedule(() -> run(action), nanos, TimeUnit.NANOSECONDS);
  }

  private Thread newThread(Runnable work) {
    Thread made =
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .inheritInheritableThreadLocals(false) // of whoever happens to set the first timer
            .unstarted(work);
    thread = made;
    return made;
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (Throwable t) { // the executor would keep it to itself
      Uncaught.tell(t);
    }
  }

  /** Tells whether a thread is the one that runs the actions. */
  boolean isRunBy(Thread which) {
    return which.equals(thread);
  }

  /**
   * The pool has ended: its jobs have, and have cancelled their timers. If one is left, it has to
   * be done at once, and is done.
   */
  synchronized void end() {
    ended = true;
    if (executor != null) {
      executor.shutdown();
    }
  }
}
