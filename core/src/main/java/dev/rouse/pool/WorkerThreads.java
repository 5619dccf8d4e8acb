package dev.rouse.pool;

import dev.rouse.internal.common.Uncaught;
import dev.rouse.internal.pool.accounts.Accounts;
import dev.rouse.internal.pool.crew.Crew;
import dev.rouse.internal.pool.crew.Worker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a pool's workers: starts them, replaces those that die of a job, and has another
 * worker take the jobs of one that cannot be replaced.
 *
 * @param <J> the type of the jobs
 * @param <R> the type of the replies
 */
final class WorkerThreads<J, R> {
  private final WorkerPool<J, R> pool;
  private final Supplier<Handlers<J, R>> handlers;
  private final List<Worker> workers;
  private final Crew crew;
  private final Accounts accounts;
  private final Supervisor<J> supervisor;
  private final ThreadFactory factory;
  private final int crashLimit;
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Guards the lists below; not the pool, which its users may lock. */
  private final Object lock = new Object();

  /** By worker; under the lock. */
  private final List<@Nullable Thread> running = new ArrayList<>();

  /** By worker; under the lock. */
  private final List<@Nullable JobRunner<J, R>> runners = new ArrayList<>();

  /** The workers that are left; under the lock. */
  private final List<Worker> left;

  /**
   * The workers that have ended; under the lock. One that rests can end, because all jobs have
   * ended, while a thread that had a job for it, which was cancelled since then, still starts it.
   */
  private final Set<Worker> over = new HashSet<>();

  /**
   * How many threads were started and have not ended; under the lock. A worker that rests can end
   * while its last thread still closes the handler.
   */
  private int threads;

  /**
   * The threads that make a handler for a worker that is replaced or has rested; under the lock.
   */
  private final Set<Thread> starting = new HashSet<>();

  /** Whether the pool is closed and has no jobs left: no worker is needed; under the lock. */
  private boolean jobless;

  WorkerThreads(
      WorkerPool<J, R> pool,
      WorkerPoolBuilder<J, R> builder,
      Supplier<Handlers<J, R>> handlers,
      List<Worker> workers,
      Crew crew,
      Accounts accounts,
      Supervisor<J> supervisor) {
    this.pool = pool;
    this.handlers = handlers;
    this.workers = workers;
    this.crew = crew;
    this.accounts = accounts;
    this.supervisor = supervisor;
    this.factory = builder.threads();
    this.crashLimit = builder.crashLimit;
    this.left = new ArrayList<>(workers);
    for (int i = 0; i < workers.size(); i++) {
      running.add(null);
      runners.add(null);
    }
  }

  /** Tells whether a thread is one of these. */
  boolean contain(Thread thread) {
    synchronized (lock) {
      return running.contains(thread);
    }
  }

  /**
   * Interrupts those that run a job, and those that make a handler, which may wait for something.
   * The pool has said before that it is being stopped.
   */
  void interruptJobs() {
    synchronized (lock) {
      starting.forEach(Thread::interrupt);
      runners.stream().filter(Objects::nonNull).forEach(JobRunner::interrupt);
      for (Worker worker : workers) {
        Thread thread = running.get(worker.index());
        // It may just have ended them. An interrupt does no harm then: no other job starts.
        if (thread != null && worker.turns().runsSlots()) {
          thread.interrupt();
        }
      }
    }
  }

  /** All jobs have ended, and no more come: interrupts the threads that make a handler. */
  void endStarts() {
    synchronized (lock) {
      jobless = true;
      starting.forEach(Thread::interrupt);
    }
  }

  /** Waits until all have ended. Returns false if the time was up. */
  boolean awaitEnd(long timeout, TimeUnit unit) throws InterruptedException {
    return ended.await(timeout, unit);
  }

  /** Waits until all have ended. */
  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /** Tells whether all have ended. */
  boolean haveEnded() {
    return ended.getCount() == 0;
  }

  /** Starts a worker. */
  void start(Worker worker) {
    start(worker, handlers.get());
  }

  private void start(Worker worker, Handlers<J, R> own) {
    boolean started = false;
    try {
      SlotRunner runner = runner(worker, own);
      startThread(worker, () -> work(worker, runner, own));
      started = true;
    } finally {
      if (!started) {
        own.close();
      }
    }
  }

  /**
   * Makes the handler of a worker while the pool runs. The thread is interrupted if the worker is
   * not needed any more; a handler that takes long to make can then give up.
   */
  private Handlers<J, R> makeHandlers() {
    Thread self = Thread.currentThread();
    Thread.interrupted(); // an interrupt that is left was meant for the job of which it dies
    synchronized (lock) {
      starting.add(self);
      if (isUnneeded()) {
        self.interrupt();
      }
    }
    try {
      return handlers.get();
    } finally {
      synchronized (lock) {
        starting.remove(self);
      }
    }
  }

  private boolean isUnneeded() {
    synchronized (lock) {
      return jobless || pool.isStopping();
    }
  }

  private SlotRunner runner(Worker worker, Handlers<J, R> own) {
    var runner =
        new JobRunner<>(own.jobs(), worker, accounts, crashLimit, pool::isStopping, supervisor);
    var slots =
        new SlotRunner(own.records(), runner, worker, accounts, crashLimit, pool::isStopping);
    synchronized (lock) {
      runners.set(worker.index(), runner);
    }
    return slots;
  }

  private void startThread(Worker worker, Runnable work) {
    Thread thread =
        Objects.requireNonNull(
            factory.newThread(() -> runThread(work)), "a thread from the factory: null");
    synchronized (lock) {
      running.set(worker.index(), thread);
      worker.setName(thread.getName());
      threads++;
    }
    boolean started = false;
    try {
      thread.start();
      started = true;
    } finally {
      if (!started) {
        threadEnded();
      }
    }
  }

  private void runThread(Runnable work) {
    try {
      work.run();
    } finally {
      threadEnded();
    }
  }

  private void threadEnded() {
    boolean last;
    synchronized (lock) {
      threads--;
      last = isLast();
    }
    if (last) {
      allEnded();
    }
  }

  private boolean isLast() {
    synchronized (lock) {
      return threads == 0 && over.size() == workers.size();
    }
  }

  private void allEnded() {
    ended.countDown();
    supervisor.end();
  }

  /**
   * Starts a worker that has rested. By any thread: that which has submitted a job for it. Its
   * handler is made by its own thread.
   */
  void startResting(Worker worker) {
    synchronized (lock) {
      if (over.contains(worker)) {
        return; // there are no more jobs
      }
    }
    try {
      startThread(
          worker,
          () -> {
            Handlers<J, R> own = null;
            SlotRunner runner;
            try {
              own = makeHandlers();
              runner = runner(worker, own);
            } catch (Throwable t) {
              if (own != null) {
                own.close();
              }
              lost(worker, t);
              if (isUnneeded()) {
                return; // it was told to give up
              }
              throw t; // its handler of uncaught exceptions is told
            }
            work(worker, runner, own);
          });
    } catch (Throwable t) {
      // Others do the job: to submit it has not failed.
      lost(worker, t);
      Uncaught.tell(t);
    }
  }

  private void work(Worker worker, SlotRunner runner, Handlers<J, R> own) {
    boolean regular = false;
    boolean rests = false;
    try {
      rests = !worker.work(runner);
      regular = true;
    } finally {
      own.close(); // before the next one is made, and before this worker counts as ended
      if (!regular) {
        replace(worker); // by this thread, which dies: its handler of uncaught exceptions is told
      } else if (rests) {
        leave(worker);
      } else {
        ended(worker);
      }
    }
  }

  /** This thread works no more; the next one of this worker may do so already. */
  private void leave(Worker worker) {
    synchronized (lock) {
      if (Thread.currentThread().equals(running.get(worker.index()))) {
        running.set(worker.index(), null);
        runners.set(worker.index(), null);
      }
    }
  }

  private void replace(Worker worker) {
    try {
      start(worker, makeHandlers());
    } catch (Throwable t) {
      lost(worker, t);
    }
  }

  /** A worker has ended, or will never have a thread again. */
  void ended(Worker worker) {
    try {
      synchronized (lock) {
        running.set(worker.index(), null);
        runners.set(worker.index(), null);
      }
      worker.end();
    } finally {
      boolean last;
      synchronized (lock) {
        over.add(worker);
        last = isLast();
      }
      if (last) {
        allEnded();
      }
    }
  }

  /** A worker could not be replaced. Another one takes its jobs; if there is none, all fail. */
  private void lost(Worker worker, Throwable cause) {
    Worker heir;
    synchronized (lock) {
      left.remove(worker);
      heir = left.isEmpty() ? null : left.get(worker.index() % left.size());
      crew.setSize(left.size());
    }
    Object again = worker.takeRetry();
    // Each step although the one before may have failed: the reason for all this may be that there
    // is no memory.
    try {
      if (heir == null) {
        pool.breaks(cause);
      } else {
        worker.lose(heir); // first: whoever queues a job for it from now on moves it, too
        crew.lost(worker);
      }
      if (again != null) {
        crew.queueFor(worker, again);
      }
    } finally {
      try {
        passOn(worker, heir);
      } finally {
        ended(worker);
        if (heir != null) {
          crew.replaceLost();
        }
      }
    }
  }

  private void passOn(Worker worker, @Nullable Worker heir) {
    try {
      if (heir != null) {
        crew.startIfResting(crew.moveJobs(worker));
      }
      worker.passOn();
    } finally {
      crew.wakeAll(); // one of them takes the jobs, or finds that all have ended
      pool.queuedForAll(); // or the heir was lost meanwhile, and the last one
    }
  }
}
