package dev.rouse.pool.process;

import dev.rouse.internal.common.Uncaught;
import dev.rouse.pool.Job;
import dev.rouse.pool.JobHandler;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Has a process do the jobs of one worker.
 *
 * <p>A process that dies of a job ends its worker in the pool, by an error, and the pool makes
 * another handler. One that dies between two jobs is replaced here, by a thread that is started for
 * that, so that the worker has a process when the next job comes. A job that comes meanwhile waits.
 *
 * @param <J> the type of the jobs
 * @param <R> the type of the replies
 */
final class ProcessHandler<J, R> implements JobHandler<J, R> {
  private final ProcessHandlers<J, R> origin;
  private final Restarts restarts;
  private final Object lock = new Object();
  private final Thread maker = Thread.currentThread();

  /** The process, or the one that will take its place; under the lock. */
  private CompletableFuture<RemoteWorker<J, R>> remote;

  /** The thread that replaces a process that has died between two jobs; under the lock. */
  private @Nullable Thread replacing;

  /**
   * Whether the worker is in a job, and learns itself that the process has ended; under the lock.
   * It stays so when an error has ended the worker: the pool makes another handler then, whose
   * process is the replacement.
   */
  private boolean busy;

  /** Whether the worker has ended; under the lock. */
  private boolean closed;

  /** Whether an error ends this handler: for the thread of the worker. */
  private boolean failed;

  /** Whether its replacement counts: for the thread of the worker. */
  private boolean counts = true;

  /** Whether it was asked for a job: for the thread of the worker. */
  private boolean used;

  ProcessHandler(ProcessHandlers<J, R> origin, RemoteWorker<J, R> remote, Restarts restarts) {
    this.origin = origin;
    this.restarts = restarts;
    this.remote = CompletableFuture.completedFuture(remote);
    remote.onExit(() -> ended(remote));
  }

  @Override
  public R handle(J job, Job context) throws Exception {
    used = true;
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
      end(process, !exchange.hasKilled());
    }
  }

  /** Returns the process for a job. If it has ended, waits for its replacement. */
  private RemoteWorker<J, R> begin(Job context) {
    boolean begun = false;
    boolean interrupted = false;
    boolean first = true;
    try {
      while (true) {
        CompletableFuture<RemoteWorker<J, R>> current;
        synchronized (lock) {
          busy = true;
          current = remote;
        }
        boolean old = first && current.isDone();
        first = false;
        try {
          RemoteWorker<J, R> process = current.get();
          if (process.isAlive()) {
            begun = true;
            return process;
          }
          startReplacing(current, process, true); // it has ended a moment ago
        } catch (ExecutionException e) {
          if (!old) {
            throw notReplaced(context, e.getCause());
          }
          startReplacing(current, null, true); // that was when no job needed it, maybe long ago
        } catch (InterruptedException e) {
          if (context.isCancelled()) {
            // The replacement goes on, for the next job; close ends it.
            throw new CancellationException(
                "job %d was cancelled while its worker process was replaced"
                    .formatted(context.number()));
          }
          interrupted = true;
        }
      }
    } finally {
      if (!begun) {
        synchronized (lock) {
          busy = false;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private WorkerLostError notReplaced(Job context, @Nullable Throwable cause) {
    failed = true;
    return new WorkerLostError(
        0,
        context.number(),
        context.worker(),
        "has ended before the job, and could not be replaced",
        cause);
  }

  /** A job has ended. */
  private void end(RemoteWorker<J, R> process, boolean replacementCounts) {
    if (failed) {
      // The system may tell of the end of the process only now. A second replacement would count,
      // too, and would have the worker given up too early.
      return;
    }
    if (process.wasKilled()) {
      // It may have replied just before. The next job must not get a process that is about to end.
      var _ = process.hasEnded(origin.settings().stopNanos());
    }
    CompletableFuture<RemoteWorker<J, R>> current;
    synchronized (lock) {
      busy = false;
      current = remote;
    }
    if (process.wasKilled() || !process.isAlive()) { // while this was busy
      startReplacing(current, process, replacementCounts);
    }
  }

  /** A process has ended. By any thread. */
  void ended(RemoteWorker<J, R> process) {
    CompletableFuture<RemoteWorker<J, R>> current;
    synchronized (lock) {
      current = remote;
      // Not in a job; and not if this is known already.
      if (busy || current.state() != Future.State.SUCCESS || current.resultNow() != process) {
        return;
      }
    }
    startReplacing(current, process, true);
  }

  /**
   * Starts the replacement of a process, unless somebody else has done so.
   *
   * @param before the process to be replaced, as it is known here
   * @param dead the process itself; null if there is none
   * @param replacementCounts whether that counts
   */
  @SuppressWarnings("ReferenceEquality") // whether it is the same one is the question
  private void startReplacing(
      CompletableFuture<RemoteWorker<J, R>> before,
      @Nullable RemoteWorker<J, R> dead,
      boolean replacementCounts) {
    synchronized (lock) {
      if (closed || remote != before) {
        return;
      }
      var next = new CompletableFuture<RemoteWorker<J, R>>();
      replacing =
          Thread.ofPlatform()
              .daemon()
              .name("rouse-worker-restart")
              .inheritInheritableThreadLocals(false)
              .start(() -> replace(dead, next, replacementCounts));
      remote = next;
    }
  }

  private void replace(
      @Nullable RemoteWorker<J, R> dead,
      CompletableFuture<RemoteWorker<J, R>> next,
      boolean replacementCounts) {
    try {
      if (dead != null) {
        dead.abandon();
      }
      RemoteWorker<J, R> alive = origin.replacement(restarts, replacementCounts);
      next.complete(alive);
      alive.onExit(() -> ended(alive));
    } catch (Throwable t) {
      boolean unknown;
      synchronized (lock) {
        unknown = !closed && !busy;
      }
      next.completeExceptionally(t);
      if (unknown) {
        Uncaught.tell(t); // no job waits for it, and when the next one comes is not known
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
      // An error that came from elsewhere, such as a codec or a task of the executor, ends the
      // worker as well, and is not known here. So the history is left to whatever this thread makes
      // next; after a regular end that is nothing. A thread that starts a pool and fails may start
      // it again, with a new history.
      boolean inherits = failed || used || !Thread.currentThread().equals(maker);
      origin.closed(inherits ? restarts : null, counts);
    }
  }
}
