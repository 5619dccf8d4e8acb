package dev.rouse.jcstress.suite;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ThreadFactory;

/**
 * Lets actors play the threads of a pool: a thread that the pool starts does not run; what it would
 * do is done by the actor that {@linkplain #play plays} it.
 */
public final class ActorThread implements ThreadFactory {
  private final Queue<Runnable> started = new ArrayDeque<>();

  @Override
  public Thread newThread(Runnable work) {
    return new Thread(work) {
      @Override
      public void start() {
        synchronized (started) {
          started.add(work);
        }
      }
    };
  }

  /** Does what the thread that was started first, and not played yet, would do. */
  public void play() {
    if (!playIfStarted()) {
      throw new IllegalStateException("no thread was started that was not played");
    }
  }

  /**
   * As {@link #play}, if there is such a thread.
   *
   * @return false if there is none
   */
  public boolean playIfStarted() {
    Runnable work;
    synchronized (started) {
      work = started.poll();
    }
    if (work == null) {
      return false;
    }
    work.run();
    return true;
  }

  /** The thread that was started first, and not played yet, never comes to do anything. */
  public void skip() {
    synchronized (started) {
      started.remove();
    }
  }
}
