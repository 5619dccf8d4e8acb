package dev.rouse.pool.process;

import dev.rouse.pool.JobHandler;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the handlers of a pool, each with a process.
 *
 * <p>A pool asks for its first handlers one after another. The first request starts the processes
 * of all of them, so that they start side by side; each request then waits for one. A dying worker
 * asks for the handler of the one that replaces it, with the thread that has just closed its own.
 *
 * @param <J> the type of the jobs
 * @param <R> the type of the replies
 */
final class ProcessHandlers<J, R> implements Supplier<JobHandler<J, R>> {
  /**
   * What the handler that this thread has closed last leaves to the one that replaces it. Not
   * static: another pool that this thread starts inherits nothing.
   */
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<@Nullable Inheritance> inheritance = new ThreadLocal<>();

  private final ProcessSettings<J, R> settings;

  /** Processes that were started in advance; under the lock of this. */
  private final Deque<RemoteWorker<J, R>> started = new ArrayDeque<>();

  /** How many are still to be started in advance; under the lock of this. */
  private int inAdvance;

  /** How many handlers are in use; under the lock of this. */
  private int handlers;

  ProcessHandlers(ProcessSettings<J, R> settings, int workers) {
    this.settings = settings;
    this.inAdvance = workers;
  }

  ProcessSettings<J, R> settings() {
    return settings;
  }

  @Override
  public JobHandler<J, R> get() {
    Inheritance inherited = inheritance.get();
    Restarts restarts;
    RemoteWorker<J, R> remote;
    if (inherited == null) {
      restarts = new Restarts(settings);
      remote = first();
    } else {
      inheritance.remove();
      restarts = inherited.restarts;
      remote = replacement(restarts, inherited.counts);
    }
    boolean complete = false;
    try {
      var handler = new ProcessHandler<>(this, remote, restarts);
      synchronized (this) {
        handlers++;
      }
      complete = true;
      return handler;
    } finally {
      if (!complete) { // no memory
        remote.abandon();
      }
    }
  }

  private RemoteWorker<J, R> first() {
    boolean ready = false;
    try {
      RemoteWorker<J, R> remote = takeStarted();
      remote.awaitReady();
      ready = true;
      return remote;
    } catch (IOException e) {
      throw notStarted(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      if (!ready) {
        abandonStarted();
      }
    }
  }

  private synchronized RemoteWorker<J, R> takeStarted() throws IOException {
    while (inAdvance > 0) {
      inAdvance--;
      started.add(RemoteWorker.start(settings));
    }
    RemoteWorker<J, R> next = started.poll();
    return next == null ? RemoteWorker.start(settings) : next;
  }

  /**
   * Starts the process that replaces one, after a pause.
   *
   * @param restarts the history of its worker
   * @param counts whether this replacement counts; others after a start that fails do
   * @return the process, which is ready
   * @throws IllegalStateException if the worker is given up, or the thread is interrupted
   */
  RemoteWorker<J, R> replacement(Restarts restarts, boolean counts) {
    Throwable last = null;
    int failures = 0;
    while (true) {
      if (failures > settings.restartLimit()) {
        // Starts that hang may take so long that there are never enough of them in the window.
        throw new IllegalStateException(
            "the worker is given up: %d starts of a process have failed one after another, expected at most %d: see WorkerProcesses.restartLimit"
                .formatted(failures, settings.restartLimit()),
            last);
      }
      long delay = counts || last != null ? restarts.next(System.nanoTime(), last) : 0;
      try {
        if (Thread.interrupted()) { // a pause of 0 does not ask
          throw new InterruptedException();
        }
        TimeUnit.NANOSECONDS.sleep(delay);
        RemoteWorker<J, R> remote = RemoteWorker.start(settings);
        remote.awaitReady();
        return remote;
      } catch (InterruptedException e) {
        throw interrupted(e);
      } catch (IOException e) {
        if (!(last instanceof IOException)) {
          // There may be no space for the file. The memory that was shared with processes that are
          // gone is given back only when the garbage collector finds that nobody uses it.
          System.gc();
        }
        last = e;
        failures++;
      } catch (IllegalStateException e) {
        last = e;
        failures++;
      }
    }
  }

  private IllegalStateException notStarted(IOException cause) {
    return new IllegalStateException(
        "a worker process could not be started: " + settings.command(), cause);
  }

  private static IllegalStateException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while a worker process was started", cause);
  }

  /**
   * A handler was closed.
   *
   * @param restarts its history, if it may be replaced by this thread
   * @param counts whether that counts
   */
  void closed(@Nullable Restarts restarts, boolean counts) {
    boolean last;
    synchronized (this) {
      handlers--;
      last = handlers == 0;
    }
    if (restarts != null) {
      inheritance.set(new Inheritance(restarts, counts));
    }
    if (last) {
      abandonStarted(); // a pool with fewer workers than it was said
    }
  }

  private record Inheritance(Restarts restarts, boolean counts) {}

  private void abandonStarted() {
    while (true) {
      RemoteWorker<J, R> unused;
      synchronized (this) {
        inAdvance = 0;
        unused = started.poll();
      }
      if (unused == null) {
        return;
      }
      unused.abandon();
    }
  }
}
