package dev.rouse.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.internal.os.Futex;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A thread that a test started, with its result and a way to see it sleep. */
public final class Background<T> {
  /**
   * Far longer than anything here takes, also on a loaded machine; shorter than the time-out of a
   * test, so that this class's message comes first.
   */
  private static final long PATIENCE_SECONDS = 30;

  private final FutureTask<T> task;
  private final Thread thread;

  private Background(FutureTask<T> task, Thread thread) {
    this.task = task;
    this.thread = thread;
  }

  /** Starts a platform thread. */
  public static <T> Background<T> start(Callable<T> work) {
    return start(Thread.ofPlatform().daemon(), work);
  }

  /** Starts a virtual thread. */
  public static <T> Background<T> startVirtual(Callable<T> work) {
    return start(Thread.ofVirtual(), work);
  }

  private static <T> Background<T> start(Thread.Builder builder, Callable<T> work) {
    var task = new FutureTask<>(work);
    return new Background<>(task, builder.start(task));
  }

  /** Spins until a condition holds; fails if it does not within 30 seconds. */
  public static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(deadline - System.nanoTime()).as("nanoseconds left to wait").isPositive();
      Thread.yield();
    }
  }

  /** Returns the thread. */
  public Thread thread() {
    return thread;
  }

  /**
   * Waits until the thread sleeps: it has announced that, has looked at its condition for the last
   * time, and is in the call that sleeps. From then on it looks again only if it is woken. (After
   * the announcement alone it may still look, and find what the test does next.)
   *
   * @param where a signal, channel or cell that nobody else waits for
   */
  public Background<T> untilAsleepIn(Object where) {
    until(() -> where.toString().matches(".*(PARKING|SLEEPING).*") && isInSleepingCall());
    return this;
  }

  private boolean isInSleepingCall() {
    for (StackTraceElement frame : thread.getStackTrace()) {
      String method = frame.getMethodName();
      if ((frame.getClassName().equals(LockSupport.class.getName()) && method.startsWith("park"))
          || (frame.getClassName().equals(Futex.class.getName()) && method.equals("sleep"))) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether the work has ended. */
  public boolean isDone() {
    return task.isDone();
  }

  /** Waits for the result; fails if it does not come within 30 seconds. */
  public T result() throws Exception {
    try {
      return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      var hung = new AssertionError(thread + " hangs in state " + thread.getState(), e);
      hung.setStackTrace(thread.getStackTrace());
      throw hung;
    }
  }
}
