package dev.rouse.pool.process;

import dev.rouse.internal.common.Uncaught;
import dev.rouse.pool.Job;
import dev.rouse.pool.JobHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Has a process do the jobs of one worker.
 *
 * <p>A process that dies of a job ends its worker in the pool, by an error, and the pool makes
 * another handler. One that dies between two jobs is replaced here, by a thread that is started for
 * that, so that the worker has a process when the next job comes.
 *
 * @param <J> the type of the jobs
 * @param <R> the type of the replies
 */
final class ProcessHandler<J, R> implements JobHandler<J, R> {
  private final ProcessHandlers<J, R> origin;
  private final Restarts restarts;
  private final Object lock = new Object();

  /** The process, or the one that will take its place; under the lock. */
  private CompletableFuture<RemoteWorker<J, R>> remote;

  /** The thread that replaces a process that has died between two jobs; under the lock. */
  private @Nullable Thread replacing;

  /** Whether the worker is in a job, and learns itself that the process has ended. */
  private boolean busy;

  private boolean closed;

  /** Whether an error ends this handler: for the thread of the worker. */
  private boolean failed;

  /** Whether its replacement counts: for the thread of the worker. */
  private boolean counts;

  ProcessHandler(ProcessHandlers<J, R> origin, RemoteWorker<J, R> remote, Restarts restarts) {
    this.origin = origin;
    this.restarts = restarts;
    this.remote = CompletableFuture.completedFuture(remote);
    remote.onExit(() -> ended(remote));
  }

  @Override
  public R handle(J job, Job context) throws Exception {
    origin.settings().requireFits(job);
    RemoteWorker<J, R> process = begin(context);
    var exchange = new Exchange<>(origin.settings(), process, context);
    try {
      return exchange.run(job);
    } catch (Error e) {
      failed = true;
      counts = !exchange.hasKilled(); // that was no fault of the process
      throw e;
    } finally {
      end(process);
    }
  }

  /** Returns the process for a job. If it has ended, waits for its replacement. */
  private RemoteWorker<J, R> begin(Job context) {
    CompletableFuture<RemoteWorker<J, R>> current;
    synchronized (lock) {
      busy = true;
      current = remote;
    }
    RemoteWorker<J, R> process = null;
    try {
      process = current.join();
      if (!process.isAlive()) { // a moment ago
        process.abandon();
        process = replaced();
      }
      return process;
    } catch (CompletionException | IllegalStateException e) {
      failed = true;
      counts = true;
      Throwable cause = e instanceof CompletionException ? e.getCause() : e;
      throw new WorkerLostError(
          process == null ? 0 : process.pid(),
          context.number(),
          context.worker(),
          "has ended before the job, and could not be replaced",
          cause);
    }
  }

  private RemoteWorker<J, R> replaced() {
    RemoteWorker<J, R> next = origin.replacement(restarts, true);
    synchronized (lock) {
      remote = CompletableFuture.completedFuture(next);
    }
    next.onExit(() -> ended(next));
    return next;
  }

  private void end(RemoteWorker<J, R> process) {
    synchronized (lock) {
      busy = false;
    }
    if (!failed && !process.isAlive()) {
      ended(process); // after its reply, and while this was busy
    }
  }

  /** A process has ended. By any thread. */
  private void ended(RemoteWorker<J, R> process) {
    synchronized (lock) {
      // Not in a job; and not if this is known already.
      if (busy || closed || !remote.isDone() || !process.equals(remote.getNow(process))) {
        return;
      }
      var next = new CompletableFuture<RemoteWorker<J, R>>();
      replacing =
          Thread.ofPlatform()
              .daemon()
              .name("rouse-worker-restart")
              .inheritInheritableThreadLocals(false)
              .start(() -> replace(process, next));
      remote = next;
    }
  }

  private void replace(RemoteWorker<J, R> dead, CompletableFuture<RemoteWorker<J, R>> next) {
    try {
      dead.abandon();
      RemoteWorker<J, R> alive = origin.replacement(restarts, true);
      next.complete(alive);
      alive.onExit(() -> ended(alive));
    } catch (Throwable t) {
      next.completeExceptionally(t);
      boolean wanted;
      synchronized (lock) {
        wanted = !closed;
      }
      if (wanted) {
        Uncaught.tell(t); // the next job of the worker is told, too; when that comes is not known
      }
    }
  }

  /** The worker has ended: by an error, or because there is nothing more to do. */
  @Override
  public void close() {
    CompletableFuture<RemoteWorker<J, R>> last;
    synchronized (lock) {
      closed = true;
      last = remote;
      if (replacing != null) {
        replacing.interrupt(); // harmless if it has done its work
      }
    }
    try {
      RemoteWorker<J, R> process = last.handle((worker, failure) -> worker).join();
      if (process != null) {
        if (failed) {
          process.abandon();
        } else {
          process.stop();
        }
      }
    } finally {
      origin.closed(failed ? restarts : null, counts);
    }
  }
}
