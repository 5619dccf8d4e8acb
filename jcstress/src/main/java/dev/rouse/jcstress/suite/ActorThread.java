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
    Runnable work;
    synchronized (started) {
      work = started.remove();
    }
    work.run();
  }
}
