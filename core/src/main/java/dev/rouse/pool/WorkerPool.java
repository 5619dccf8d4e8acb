package dev.rouse.pool;

import dev.rouse.codec.RecordCodec;
import dev.rouse.internal.pool.accounts.Accounts;
import dev.rouse.internal.pool.crew.Crew;
import dev.rouse.internal.pool.crew.JobLength;
import dev.rouse.internal.pool.crew.Worker;
import dev.rouse.internal.pool.slots.SlotMessage;
import dev.rouse.internal.pool.slots.SlotTask;
import dev.rouse.internal.pool.submit.ReplySpin;
import dev.rouse.internal.pool.times.Sampling;
import dev.rouse.internal.pool.times.TimedTask;
import dev.rouse.internal.wait.Deadline;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.wait.ClosedException;
import dev.rouse.wait.WaitPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that do jobs, and sleep while there are none. A job is submitted by any thread, runs on
 * one worker, and its reply comes back in a future.
 *
 * {@snippet class="dev.rouse.samples.Sample07Pool" region="program"}
 *
 * <p>Each worker has a handler of its own. Jobs that are not assigned to a worker are taken in the
 * order in which they were submitted, by the first worker that is free. A {@link Dispatch} can name
 * the worker instead. A job wakes a worker only if those that are awake would need too long for it,
 * so short jobs stay with few workers. An idle pool takes no processor time.
 *
 * <p>A pool holds a limited number of jobs in flight. {@link #submit} waits while it is full,
 * {@link #trySubmit} does not.
 *
 * {@snippet class="dev.rouse.samples.Sample15Backpressure" region="limit"}
 *
 * <p>A failed job does not affect others; its future throws a {@link JobException}. {@link
 * JobOptions} say how often it is tried again, how long it may wait and how long it may take. If a
 * handler throws an {@link Error}, its thread ends and is replaced by one with a new handler.
 *
 * <p>A pool must be ended: by {@link #close}, or by {@link #shutdown} or {@link #shutdownNow}.
 *
 * @param <J> the type of the jobs
 * @param <R> the type of the replies
 */
@SuppressWarnings("exports") // @Nullable is for compilers; nothing of it is needed at run time
public final class WorkerPool<J, R> implements AutoCloseable {
  /** Cancelled jobs are not worth a look at the queues before there are so many. */
  private static final int FEWEST_TO_PURGE = 64;

  private final @Nullable RecordFormat<J, R> format;
  private final @Nullable Dispatch<? super J> dispatch;
  private final WaitPolicy policy;
  private final int fewestWorkers;
  private final int queueLimit;
  private final Sampling sampling;
  private final Accounts accounts;
  private final Crew crew;
  private final List<Worker> workers = new ArrayList<>();
  private final Loads loads = new Loads(workers);
  private final AtomicInteger withdrawnJobs = new AtomicInteger();

  private final PoolFutures futures;

  private final Supervisor<J> supervisor;
  private final WorkerThreads<J, R> threads;

  private volatile boolean stopping;

  /** Why there is no worker any more. */
  private volatile @Nullable Throwable broken;

  WorkerPool(WorkerPoolBuilder<J, R> builder) {
    this.format = builder.format();
    this.dispatch = builder.dispatch;
    this.policy = builder.policy;
    this.fewestWorkers = builder.fewestWorkers;
    this.queueLimit = builder.queueLimit;
    this.sampling = new Sampling(builder.timesEveryJob);
    this.accounts =
        new Accounts(builder.limit, builder.workers, this::wakeAll, this::queuesHaveSpace);
    this.crew =
        new Crew(
            accounts, workers, builder.limit, fewestWorkers, builder.workers, this::startResting);
    this.futures = new PoolFutures(this::withdrawn, new ReplySpin(policy, this::jobsWait));
    this.supervisor = new Supervisor<>(this, accounts, builder);
    for (int i = 0; i < builder.workers; i++) {
      Worker worker = new Worker(i, crew, accounts, builder.policy, idleNanos(builder), sampling);
      workers.add(worker);
    }
    crew.setSize(builder.workers);
    this.threads =
        new WorkerThreads<>(
            this, builder, builder.handlers(format), workers, crew, accounts, supervisor);
  }

  private void startResting(Worker worker) {
    threads.startResting(worker);
  }

  private static long idleNanos(WorkerPoolBuilder<?, ?> builder) {
    return builder.fewestWorkers == builder.workers ? Long.MAX_VALUE : builder.idleNanos;
  }

  /**
   * Returns a builder of a pool.
   *
   * @param handlers makes a handler for each worker: called by the thread that starts the pool, by
   *     a worker that is started later, and by a dying worker for the one that replaces it
   * @param <J> the type of the jobs
   * @param <R> the type of the replies
   * @return a new builder
   */
  public static <J, R> WorkerPoolBuilder<J, R> builder(
      Supplier<? extends JobHandler<J, R>> handlers) {
    return WorkerPoolBuilder.ofValues(null, null, handlers);
  }

  /**
   * Returns a builder of a pool whose jobs can also be submitted as records, by {@link
   * #newSubmitter}. What is given to {@link #submit} stays on the heap and is not encoded.
   *
   * @param jobs writes and reads the jobs
   * @param replies writes and reads the replies
   * @param handlers makes a handler for each worker: called by the thread that starts the pool, by
   *     a worker that is started later, and by a dying worker for the one that replaces it
   * @param <J> the type of the jobs
   * @param <R> the type of the replies
   * @return a new builder
   */
  public static <J, R> WorkerPoolBuilder<J, R> builder(
      RecordCodec<J> jobs, RecordCodec<R> replies, Supplier<? extends JobHandler<J, R>> handlers) {
    return WorkerPoolBuilder.ofValues(
        Objects.requireNonNull(jobs, "jobs"), Objects.requireNonNull(replies, "replies"), handlers);
  }

  /**
   * Returns a builder of a pool whose handlers read jobs and write replies where they lie in
   * memory. Jobs that are given to {@link #submit} as arrays are copied there.
   *
   * @param handlers makes a handler for each worker: called by the thread that starts the pool, by
   *     a worker that is started later, and by a dying worker for the one that replaces it
   * @return a new builder
   */
  public static WorkerPoolBuilder<byte[], byte[]> builderOfRecords(
      Supplier<? extends RecordJobHandler> handlers) {
    return WorkerPoolBuilder.ofRecords(handlers);
  }

  /**
   * Submits a job, and waits while the pool is full.
   *
   * @param job the job
   * @return its reply, once it is there
   * @throws ClosedException if the pool is shut down
   * @throws IllegalArgumentException if the dispatch names a worker that does not exist
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was submitted
   * @throws IllegalStateException if the pool is full and the calling thread is one of its workers,
   *     which would wait for itself
   */
  public JobFuture<R> submit(J job) throws InterruptedException {
    return Objects.requireNonNull(submit(job, Deadline.FOREVER, TimeUnit.NANOSECONDS));
  }

  /**
   * As {@link #submit(Object)}, but waits no longer than a given time.
   *
   * @param job the job
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @return its reply, once it is there; or null if the time was up before there was space
   * @throws ClosedException if the pool is shut down
   * @throws IllegalArgumentException if the dispatch names a worker that does not exist
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was submitted
   * @throws IllegalStateException if the pool is full and the calling thread is one of its workers,
   *     which would wait for itself
   */
  public @Nullable JobFuture<R> submit(J job, long timeout, TimeUnit unit)
      throws InterruptedException {
    long timeoutNanos = Deadline.nanos(timeout, unit);
    Waiter.requireNotInterrupted();
    int worker = choose(job);
    return submit(newFuture(job, supervisor.supervise(job)), worker, timeoutNanos);
  }

  /**
   * As {@link #submit(Object)}, with options.
   *
   * @param job the job
   * @param options what the pool does for the job besides running it; replaces the pool's {@link
   *     WorkerPoolBuilder#jobOptions}
   * @return its reply, once it is there
   * @throws ClosedException if the pool is shut down
   * @throws IllegalArgumentException if the dispatch names a worker that does not exist
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was submitted
   * @throws IllegalStateException if the pool is full and the calling thread is one of its workers,
   *     which would wait for itself
   */
  public JobFuture<R> submit(J job, JobOptions options) throws InterruptedException {
    return Objects.requireNonNull(submit(job, options, Deadline.FOREVER, TimeUnit.NANOSECONDS));
  }

  /**
   * As {@link #submit(Object, JobOptions)}, but waits no longer than a given time.
   *
   * @param job the job
   * @param options what the pool does for the job besides running it; replaces the pool's {@link
   *     WorkerPoolBuilder#jobOptions}
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @return its reply, once it is there; or null if the time was up before there was space
   * @throws ClosedException if the pool is shut down
   * @throws IllegalArgumentException if the dispatch names a worker that does not exist
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was submitted
   * @throws IllegalStateException if the pool is full and the calling thread is one of its workers,
   *     which would wait for itself
   */
  public @Nullable JobFuture<R> submit(J job, JobOptions options, long timeout, TimeUnit unit)
      throws InterruptedException {
    long timeoutNanos = Deadline.nanos(timeout, unit);
    Objects.requireNonNull(options, "options");
    Waiter.requireNotInterrupted();
    int worker = choose(job);
    return submit(newFuture(job, supervisor.supervise(job, options)), worker, timeoutNanos);
  }

  private JobFuture<R> newFuture(J job, @Nullable Supervision supervision) {
    return new JobFuture<>(job, futures, supervision);
  }

  private @Nullable JobFuture<R> submit(JobFuture<R> future, int worker, long timeoutNanos)
      throws InterruptedException {
    long number = tryAccept(worker);
    if (number == Accounts.FULL) {
      requireNoWorker();
      number = accounts.accept(() -> tryAccept(worker), timeoutNanos);
    }
    return enqueue(future, number, worker);
  }

  private boolean queuesHaveSpace() {
    if (queueLimit == Integer.MAX_VALUE) {
      return true;
    }
    for (Worker worker : workers) {
      if (worker.own().size() >= queueLimit) {
        return false;
      }
    }
    return true;
  }

  private long tryAccept(int worker) {
    if (worker != Dispatch.ANY
        && workers.get(worker).own().size() >= queueLimit
        && !accounts.isClosed()) {
      return Accounts.FULL;
    }
    return accounts.tryAccept();
  }

  /**
   * Submits a job if there is space for it, without waiting.
   *
   * @param job the job
   * @return its reply, once it is there; or null if the pool is full
   * @throws ClosedException if the pool is shut down
   * @throws IllegalArgumentException if the dispatch names a worker that does not exist
   */
  public @Nullable JobFuture<R> trySubmit(J job) {
    int worker = choose(job);
    return enqueue(newFuture(job, supervisor.supervise(job)), tryAccept(worker), worker);
  }

  /**
   * As {@link #trySubmit(Object)}, with options.
   *
   * @param job the job
   * @param options what the pool does for the job besides running it; replaces the pool's {@link
   *     WorkerPoolBuilder#jobOptions}
   * @return its reply, once it is there; or null if the pool is full
   * @throws ClosedException if the pool is shut down
   * @throws IllegalArgumentException if the dispatch names a worker that does not exist
   */
  public @Nullable JobFuture<R> trySubmit(J job, JobOptions options) {
    Objects.requireNonNull(options, "options");
    int worker = choose(job);
    return enqueue(newFuture(job, supervisor.supervise(job, options)), tryAccept(worker), worker);
  }

  /**
   * Submits jobs and waits until all of them have ended, in whatever way.
   *
   * @param jobs the jobs
   * @return their futures, all of them completed, in the order of the jobs
   * @throws ClosedException if the pool is shut down; the jobs that were submitted are cancelled
   * @throws InterruptedException if the thread is interrupted before or during the wait; the jobs
   *     that were submitted are cancelled
   * @throws IllegalStateException as in {@link #submit(Object)}
   */
  public List<JobFuture<R>> invokeAll(Collection<? extends J> jobs) throws InterruptedException {
    List<JobFuture<R>> futures = new ArrayList<>();
    boolean done = false;
    try {
      for (J job : jobs) {
        futures.add(submit(job));
      }
      for (JobFuture<R> future : futures) {
        future.awaitEnd();
      }
      done = true;
      return futures;
    } finally {
      if (!done) {
        futures.forEach(future -> future.cancel(true));
      }
    }
  }

  /**
   * Submits a job to every worker, and waits while the pool is full.
   *
   * @param job the job, which each worker does once
   * @return the replies, by worker
   * @throws ClosedException if the pool is shut down; some workers may have the job
   * @throws InterruptedException if the thread is interrupted before or during the wait; some
   *     workers may have the job
   * @throws IllegalStateException as in {@link #submit(Object)}
   */
  public List<JobFuture<R>> broadcast(J job) throws InterruptedException {
    Objects.requireNonNull(job, "job");
    Waiter.requireNotInterrupted();
    List<JobFuture<R>> futures = new ArrayList<>();
    for (int i = 0; i < workers.size(); i++) {
      JobFuture<R> future = newFuture(job, supervisor.supervise(job));
      futures.add(Objects.requireNonNull(submit(future, i, Deadline.FOREVER)));
    }
    return futures;
  }

  /**
   * Returns an executor whose tasks the workers run between jobs. Its {@code execute} waits while
   * the pool is full, and an interrupt does not end that; it throws {@link
   * RejectedExecutionException} if the pool is shut down, or if it is full and the calling thread
   * is one of its workers. If a task throws an exception, the thread's handler of uncaught
   * exceptions gets it, and the worker goes on. {@link #shutdownNow} interrupts tasks that run.
   *
   * @return the executor
   */
  public Executor executor() {
    return this::execute;
  }

  private void execute(Runnable task) {
    Objects.requireNonNull(task, "task");
    long number;
    try {
      number = accounts.tryAccept();
      if (number == Accounts.FULL) {
        requireNoWorker();
        number = acceptUninterruptibly();
      }
    } catch (IllegalStateException e) {
      throw new RejectedExecutionException(e);
    }
    enqueue(sampling.timed(task, number), Dispatch.ANY);
  }

  private long acceptUninterruptibly() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return accounts.accept(accounts::tryAccept, Deadline.FOREVER);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** All jobs have ended, and no more are accepted. */
  private void wakeAll() {
    try {
      crew.wakeAll();
    } finally {
      Worker worker;
      while ((worker = crew.dismissResting()) != null) {
        threads.ended(worker);
      }
      threads.endStarts();
    }
  }

  /**
   * A job was cancelled in its queue, which keeps it until somebody comes to it. When there are as
   * many as there are others, they are taken out, so this costs each of them little.
   */
  void withdrawn() {
    try {
      purgeIfWorthwhile();
    } finally {
      accounts.cancelledInQueue();
    }
  }

  /** A job was taken off. */
  void purgeIfWorthwhile() {
    if (withdrawnJobs.incrementAndGet() > Math.max(FEWEST_TO_PURGE, accounts.inFlight())) {
      withdrawnJobs.set(0);
      crew.purge(WorkerPool::isWithdrawn);
      workers.forEach(worker -> worker.own().purge(WorkerPool::isWithdrawn, WorkerPool::uncount));
    }
  }

  private static boolean isWithdrawn(Object task) {
    return task instanceof JobFuture<?> future && future.isWithdrawn();
  }

  private static boolean uncount(Object withdrawn) {
    return ((JobFuture<?>) withdrawn).uncount();
  }

  private int choose(J job) {
    Objects.requireNonNull(job, "job");
    return dispatch == null ? Dispatch.ANY : loads.choose(dispatch, job);
  }

  private @Nullable JobFuture<R> enqueue(JobFuture<R> future, long number, int worker) {
    if (number == Accounts.FULL) {
      return null;
    }
    future.accepted(number, sampling.stamp(number));
    Supervision supervision = future.supervision();
    if (supervision != null) {
      accepted(future, supervision, worker);
    }
    enqueue((Object) future, worker);
    return future;
  }

  private void accepted(JobFuture<R> future, Supervision supervision, int worker) {
    boolean done = false;
    try {
      supervisor.accepted(future, supervision, worker);
      done = true;
    } finally {
      if (!done && future.giveBack()) { // no memory for a timer
        accounts.givenBack();
      }
    }
  }

  private void enqueue(Object task, int worker) {
    try {
      put(task, worker);
    } catch (OutOfMemoryError e) {
      // The queue has no memory for it; the wakes, which come after that, need none. Its expiry may
      // have taken it meanwhile.
      if (!(task instanceof JobFuture<?> future) || future.giveBack()) {
        accounts.givenBack();
      }
      throw e;
    }
    queuedForAll();
  }

  /** After something was queued: who breaks the pool says so first, and then empties the queues. */
  void queuedForAll() {
    if (broken != null) {
      failAll();
    }
  }

  /** Queues a job for another try. */
  void requeue(JobFuture<?> future, int worker) {
    try {
      put(future, worker);
    } finally {
      queuedForAll();
    }
  }

  private void put(Object task, int worker) {
    if (worker == Dispatch.ANY) {
      crew.queue(task);
    } else {
      crew.queueFor(workers.get(worker), task);
    }
  }

  /**
   * Makes a submitter: the fast way to give jobs to this pool, for one thread. The pool must have
   * been built with codecs or with handlers of records.
   *
   * @param credits how many jobs it can have in flight, from 1 to 2<sup>24</sup>: reserved from the
   *     limit of this pool until the submitter is closed
   * @param handler is told what has become of the jobs, in the submitter's thread
   * @return the submitter, which must be closed
   * @throws ClosedException if the pool is shut down
   * @throws IllegalArgumentException if {@code credits} is out of range
   * @throws IllegalStateException if the pool was built without codecs, or if its limit does not
   *     have so many credits left
   */
  public Submitter<J, R> newSubmitter(int credits, CompletionHandler<R> handler) {
    Objects.requireNonNull(handler, "handler");
    if (credits < 1 || credits > SlotMessage.MOST_SLOTS) {
      throw new IllegalArgumentException(
          "credits: %d, expected 1 to %d".formatted(credits, SlotMessage.MOST_SLOTS));
    }
    if (format == null) {
      throw new IllegalStateException(
          "a pool without codecs has no submitters: expected WorkerPool.builder with codecs, or"
              + " builderOfRecords");
    }
    return new Submitter<>(
        accounts,
        crew,
        workers,
        dispatch,
        loads,
        this::queuedForAll,
        sampling,
        format,
        policy,
        credits,
        handler);
  }

  private void requireNoWorker() {
    Thread self = Thread.currentThread();
    if (supervisor.isTimer(self)) {
      throw new IllegalStateException(
          "the pool is full, and %s runs its timers, for which jobs in it may wait: expected trySubmit there, or a larger limit"
              .formatted(self.getName()));
    }
    if (threads.contain(self)) {
      throw new IllegalStateException(
          "the pool is full, and %s is one of its workers and would wait for itself: expected trySubmit there, or a larger limit"
              .formatted(self.getName()));
    }
  }

  /**
   * Returns how many more jobs would be accepted at present.
   *
   * @return the number, from 0 to the limit
   */
  public int remaining() {
    return accounts.space();
  }

  /**
   * Has an action run once, as soon as the pool has space for a job or is shut down: for threads
   * that must not wait, after a {@link #trySubmit} that was refused. If there is space, it runs at
   * once, in this thread; otherwise in the thread that makes the space, which is mostly a worker.
   * So it should be short, and must not wait. Others may take the space first. With a {@link
   * WorkerPoolBuilder#queueLimit} there is space when no worker's queue is full. What it throws
   * goes to the handler of uncaught exceptions of the thread in which it runs.
   *
   * @param action what to do, such as to wake the thread that submits
   */
  public void whenSpace(Runnable action) {
    accounts.whenSpace(Objects.requireNonNull(action, "action"));
  }

  /**
   * Accepts no more jobs. Those that were accepted are still done, with all their retries; then the
   * workers end. May be called any number of times. Does not wait.
   */
  public void shutdown() {
    accounts.close();
    crew.wakeAll();
    accounts.haveAllEnded();
  }

  /**
   * Accepts no more jobs, gives back those that have not started or wait for their next try, and
   * asks those that run to stop: {@link Job#isCancelled} tells their handlers, and their threads
   * are interrupted; so is a thread that makes a handler to replace a worker, or to start one that
   * has rested. If they fail, they are not tried again. Does not wait for them.
   *
   * @return what has not started, and what waits for its next try; the futures of these jobs are
   *     cancelled
   */
  public Unstarted<J> shutdownNow() {
    accounts.close();
    stopping = true;
    List<J> jobs = new ArrayList<>();
    List<Runnable> tasks = new ArrayList<>();
    drainQueues(
        task -> {
          if (task instanceof JobFuture<?> future) {
            if (future.giveBack()) {
              future.cancel(false); // before the question: after that, the answer is final
              if (!supervisor.endsLate(future)) {
                jobs.add(jobOf(future));
                accounts.givenBack();
              }
            }
          } else if (task instanceof SlotTask slotTask) {
            try {
              slotTask.cancel();
            } finally {
              accounts.slotsGivenBack(1);
            }
          } else {
            tasks.add(TimedTask.original((Runnable) task));
            accounts.givenBack();
          }
        });
    threads.interruptJobs();
    crew.wakeAll();
    return new Unstarted<>(jobs, tasks);
  }

  /** Tells whether {@link #shutdownNow} was called. */
  boolean isStopping() {
    return stopping;
  }

  @SuppressWarnings("unchecked") // the pool queues no futures but its own
  J jobOf(JobFuture<?> future) {
    return (J) Objects.requireNonNull(future.job());
  }

  private void drainQueues(Consumer<Object> action) {
    supervisor.forEachPaused(action); // first: when a pause is over, the job goes into a queue
    Object task;
    while ((task = crew.poll()) != null) {
      action.accept(task);
    }
    for (Worker worker : workers) {
      while ((task = worker.own().poll()) != null) {
        action.accept(task);
      }
    }
  }

  /**
   * Waits until the pool was shut down and all its workers have ended.
   *
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @return false if the time was up first
   * @throws InterruptedException if the thread is interrupted before or during the wait
   */
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return threads.awaitEnd(timeout, unit);
  }

  /**
   * Waits for a moment at which no job is in flight. The pool stays open.
   *
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @return false if the time was up first
   * @throws InterruptedException if the thread is interrupted before or during the wait
   */
  public boolean awaitQuiescence(long timeout, TimeUnit unit) throws InterruptedException {
    return accounts.awaitAllEnded(Deadline.nanos(timeout, unit));
  }

  /**
   * Shuts the pool down and waits until all accepted jobs are done and the workers have ended. If
   * the thread is interrupted meanwhile, the pool is stopped, as by {@link #shutdownNow}, whose
   * result is dropped; this method keeps waiting, and sets the interrupt status when it returns.
   *
   * @throws IllegalStateException if the calling thread is one of the pool's workers
   */
  @Override
  public void close() {
    if (threads.contain(Thread.currentThread())) {
      throw new IllegalStateException(
          "close by a worker of the pool, which would wait for itself: expected shutdown there");
    }
    shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        threads.awaitEnd();
        break;
      } catch (InterruptedException e) {
        if (!interrupted) {
          shutdownNow();
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Tells whether the pool accepts no more jobs.
   *
   * @return true after a {@link #shutdown}
   */
  public boolean isShutdown() {
    return accounts.isClosed();
  }

  /**
   * Tells whether the pool was shut down and all its workers have ended.
   *
   * @return true if {@link #awaitTermination} would not wait
   */
  public boolean isTerminated() {
    return threads.haveEnded();
  }

  /**
   * Returns what has become of the jobs so far, and what the workers did. Any thread may ask, at
   * any time, also after the end. Takes no lock and does not delay the workers.
   *
   * @return the numbers; while the pool works, a recent state
   */
  public PoolStatistics statistics() {
    return Snapshot.of(accounts, workers);
  }

  @Override
  public String toString() {
    return "WorkerPool[workers=%d, inFlight=%d, remaining=%d, shutdown=%s]"
        .formatted(workers.size(), statistics().inFlight(), remaining(), isShutdown());
  }

  /** Returns how many jobs the queues hold, cancelled ones included; for tests. */
  int queued() {
    return crew.size() + workers.stream().mapToInt(Worker::pending).sum();
  }

  /** Returns how many workers sleep, or are about to; for tests. */
  int sleeping() {
    return crew.sleeping();
  }

  /**
   * Tells whether there are more jobs than workers that are awake, or woken, so that jobs wait. One
   * more does not count: a worker completes a future before it counts the job. Jobs of submitters
   * are not counted; those in a pause between two tries are.
   */
  boolean jobsWait() {
    long accepted = accounts.accepted();
    int most = crew.awake() + 1;
    // First without a look at what the workers write.
    return accounts.pending(accepted, false) > most && accounts.pending(accepted, true) > most;
  }

  /** For tests: how many jobs may lie at a worker, see {@link JobLength#room}. */
  int room() {
    return crew.jobLength().room();
  }

  /** Starts the fewest workers. If that fails, none is left. */
  void start() {
    // First: a worker that is started ends again if there are more than the fewest.
    workers.subList(fewestWorkers, workers.size()).forEach(crew::rest);
    int started = 0;
    try {
      for (Worker worker : workers.subList(0, fewestWorkers)) {
        threads.start(worker);
        started++;
      }
    } finally {
      if (started < fewestWorkers) {
        shutdown(); // ends those that were started
      }
    }
  }

  /**
   * Returns how many workers have a thread at present.
   *
   * @return the number, from the smallest to the largest number of workers; less after some could
   *     not be replaced, or at the end
   */
  public int workers() {
    return crew.threads();
  }

  /** The last worker is gone for good. */
  void breaks(Throwable cause) {
    broken = cause;
    accounts.close();
  }

  private void failAll() {
    drainQueues(this::fail);
  }

  private void fail(Object task) {
    if (task instanceof JobFuture<?> future) {
      if (future.giveBack()) {
        supervisor.fail(future, noWorkerLeft());
      }
    } else if (task instanceof SlotTask slotTask) {
      try {
        slotTask.fail(noWorkerLeft());
      } finally {
        accounts.slotsGivenBack(1);
      }
    } else {
      accounts.givenBack();
    }
  }

  private IllegalStateException noWorkerLeft() {
    return new IllegalStateException("the pool has no worker left", broken);
  }
}
