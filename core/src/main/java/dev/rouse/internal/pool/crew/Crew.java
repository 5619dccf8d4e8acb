package dev.rouse.internal.pool.crew;

import dev.rouse.internal.common.Uncaught;
import dev.rouse.internal.pool.accounts.Accounts;
import dev.rouse.internal.pool.slots.SlotTask;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a pool, and the queue that they share. Decides whom to wake for a job.
 *
 * <p>To wake a worker costs some 10 microseconds, and two workers that take short jobs from one
 * queue hinder each other. So a job wakes nobody if the workers that are awake have room: if they
 * soon have done what is pending. How long that takes is a guess, see {@link JobLength}.
 *
 * <p>That guess can be wrong: a long job comes after many short ones, and those after it wait. So
 * while jobs are queued for workers that are awake, one worker that sleeps is on <em>watch</em>: it
 * sleeps with a time-out, and takes what it finds in the queue then, and what submitters have sent
 * to a worker that is in the middle of a long job.
 */
public final class Crew {
  /** How long a worker on watch sleeps at most: how long a wrong guess lets jobs wait. */
  static final long WATCH_NANOS = 500_000;

  private final Accounts accounts;
  private final List<Worker> workers;
  private final int fewest;

  /** Starts the thread of a worker that has rested; never throws. */
  private final Consumer<Worker> starter;

  private final Idlers idlers;
  private final JobQueue queue;
  private final JobLength jobLength;

  /** How many workers there are, with those that rest. */
  private volatile int size;

  /** The worker that spins when it has nothing to do. */
  private volatile @Nullable Worker spinner;

  /** Whether jobs were queued for workers that are awake since the watch last looked. */
  private volatile boolean packed;

  /**
   * Makes a crew.
   *
   * @param accounts the accounts of the pool
   * @param workers all workers, to which more may be added
   * @param limit how many jobs the queue holds as a rule
   * @param fewest how many workers have a thread at least
   * @param most how many workers there are at most
   * @param starter starts the thread of a worker that has rested; never throws
   */
  public Crew(
      Accounts accounts,
      List<Worker> workers,
      int limit,
      int fewest,
      int most,
      Consumer<Worker> starter) {
    this.fewest = fewest;
    this.starter = starter;
    this.idlers = new Idlers(most);
    this.accounts = accounts;
    this.queue = new JobQueue(limit);
    this.jobLength = new JobLength(accounts);
    this.workers = workers;
  }

  /**
   * Returns how long jobs take, and so how much room the workers have.
   *
   * @return the guess
   */
  public JobLength jobLength() {
    return jobLength;
  }

  /**
   * Queues a job for any worker, and wakes one if it should.
   *
   * @param task the job
   * @throws RuntimeException if the wake has failed; the job is queued all the same
   */
  public void queue(Object task) {
    queue.add(task);
    wakeIfNeeded();
  }

  /**
   * Queues a job for one worker, or for the one that takes its place, and wakes it if it sleeps.
   *
   * @param worker the worker
   * @param task the job
   */
  public void queueFor(Worker worker, Object task) {
    worker.own().add(task);
    // Looked at after the job was queued: who loses a worker says so first, and moves its jobs
    // then.
    Worker target = worker.isLost() ? moveJobs(worker) : worker;
    if (idlers.count() != 0 && idlers.remove(target)) {
      wake(target);
    }
  }

  /**
   * Moves the jobs of a worker that is lost to its successor, or if that is lost, too, to the next.
   *
   * @param lost the worker
   * @return who has the jobs now
   */
  public Worker moveJobs(Worker lost) {
    Worker from = lost;
    while (from.isLost()) {
      Worker to = from.successor();
      Object task;
      while ((task = from.own().poll()) != null) {
        to.own().add(task);
      }
      from = to;
    }
    return from;
  }

  /**
   * A worker is gone for good.
   *
   * @param worker the worker
   */
  public void lost(Worker worker) {
    spinsNoMore(worker);
    idlers.remove(worker);
    idlers.endWatch(worker);
  }

  /**
   * Returns how many jobs the shared queue holds.
   *
   * @return about the number
   */
  public int size() {
    return queue.size();
  }

  /**
   * Takes a job that is for any worker.
   *
   * @return the job, or null if there is none
   */
  public @Nullable Object poll() {
    return queue.poll();
  }

  boolean hasQueued() {
    return !queue.isEmpty();
  }

  /**
   * Takes those jobs out of the queue that were cancelled.
   *
   * @param isWithdrawn tells whether a job was cancelled
   */
  public void purge(Predicate<Object> isWithdrawn) {
    queue.removeIf(isWithdrawn);
  }

  /** Wakes a worker for queued jobs, if those that are awake have no room. */
  void wakeIfNeeded() {
    int idle = idlers.count();
    if (idle == 0) {
      return; // all look at the queue before they sleep
    }
    int awake = size - idle;
    if (awake <= 0 || !jobLength.leavesRoom(awake)) {
      wakeOne(false);
      return;
    }
    if (!packed) { // a store would be a fence for each job
      packed = true;
    }
    // After the job was queued. A watcher that leaves first says so and then looks at the queue.
    if (idlers.watcher() == null) {
      wakeOne(true);
    }
  }

  private void wakeOne(boolean asWatcher) {
    Worker worker = asWatcher ? idlers.popForWatch() : idlers.pop();
    if (worker != null) {
      wake(worker);
    }
  }

  /** Wakes all workers that sleep, so that they see what has changed. */
  public void wakeAll() {
    Worker worker;
    while ((worker = idlers.popSleeper()) != null) {
      wake(worker);
    }
  }

  /**
   * A worker has no thread until it is needed.
   *
   * @param worker the worker
   */
  public void rest(Worker worker) {
    idlers.rest(worker);
  }

  /**
   * Takes off a worker that rests: it will not be needed.
   *
   * @return the worker, or null if none rests
   */
  public @Nullable Worker dismissResting() {
    return idlers.popResting();
  }

  /**
   * Returns how many workers have a thread.
   *
   * @return the number
   */
  public int threads() {
    return size - idlers.resting();
  }

  /** Tells whether a worker that has nothing to do may end. */
  boolean hasMoreThanFewest() {
    return threads() > fewest;
  }

  /**
   * A worker has had nothing to do for long, and its thread would end.
   *
   * @return the number of its rest, or {@link Worker#AWAKE} if it is needed, so that there are
   *     enough
   */
  synchronized long retire(Worker worker) {
    if (!hasMoreThanFewest()) {
      return Worker.AWAKE;
    }
    idlers.endWatch(worker); // or nobody else would be on watch
    return idlers.rest(worker);
  }

  /** Tells whether there is a job in the queue, or somebody must be on watch. */
  boolean needsWorker() {
    return hasQueued() || packed;
  }

  /**
   * The worker that rests has found work after all. For the thread that has begun the rest.
   *
   * @return false if somebody else has found that out, and starts another thread
   */
  boolean endRest(Worker worker, long rest) {
    return idlers.endRest(worker, rest);
  }

  /** A worker is gone for good. Starts others in its place, if there are any that rest. */
  public void replaceLost() {
    Worker worker;
    while (threads() < fewest && (worker = idlers.popResting()) != null) {
      wake(worker);
    }
    if (hasQueued()) {
      wakeOne(false);
    }
    if (packed) {
      watch();
    }
  }

  /**
   * Starts the thread of a worker if it rests: something was sent to it.
   *
   * @param worker the worker
   */
  public void startIfResting(Worker worker) {
    if (worker.isResting() && idlers.remove(worker)) {
      wake(worker);
    }
  }

  private void wake(Worker worker) {
    if (worker.takeStart()) {
      starter.accept(worker);
      return;
    }
    boolean woken = false;
    try {
      worker.wake();
      woken = true;
    } finally {
      if (!woken) {
        idlers.push(worker); // it sleeps on, and the next job must find it
      }
    }
  }

  /**
   * Tells whether a worker that has nothing to do may spin. One is enough: the one that did last,
   * unless it sleeps or is in the middle of a long job. Two may do for a moment, which does no
   * harm.
   */
  boolean maySpin(Worker worker) {
    Worker other = spinner;
    if (other != worker) {
      if (other != null && !other.turns().isInLongJob()) {
        return false;
      }
      spinner = worker;
    }
    return true;
  }

  private void spinsNoMore(Worker worker) {
    if (spinner == worker) {
      spinner = null;
    }
  }

  /** A worker is about to sleep, unless it finds a job now. */
  void fallAsleep(Worker worker) {
    spinsNoMore(worker);
    idlers.push(worker);
  }

  /**
   * Says whether a worker that is about to sleep is on watch, because jobs were queued for workers
   * that are awake. It must look at the queue after that.
   *
   * @return true if it must sleep no longer than {@link #WATCH_NANOS}
   */
  boolean watches(Worker worker) {
    if (packed) {
      packed = false;
      idlers.setWatcher(worker);
      return true;
    }
    // Who has queued a job says so, and then looks whether somebody is on watch.
    if (idlers.endWatch(worker) && packed) {
      packed = false;
      idlers.setWatcher(worker);
      return true;
    }
    return false;
  }

  /** Somebody must be on watch again: a worker has not looked after the others. */
  void keepWatch() {
    packed = true;
  }

  /** A worker does not sleep any more. */
  void awake(Worker worker) {
    idlers.remove(worker);
  }

  /**
   * The time of the worker on watch is up. If there is a job in the queue that nobody took
   * meanwhile, jobs are longer than guessed. What submitters have sent to a worker that is in the
   * middle of a long job goes into the queue.
   */
  void lookAfterOthers(Worker watcher) {
    if (hasQueued()) {
      jobLength.isLonger();
    }
    for (Worker worker : workers) {
      if (worker != watcher && !worker.takeAwayFromLongJob(this::queueTakenAway)) {
        packed = true; // so that the watch goes on
      }
    }
    // This worker takes the first one. Before it runs that, it wakes others for the rest.
  }

  private void queueTakenAway(SlotTask task) {
    try {
      queue.add(task);
    } catch (OutOfMemoryError e) {
      task.fail(new IllegalStateException("no memory to hand the job to another worker", e));
      accounts.slotsGivenBack(1);
    }
  }

  /** A submitter has sent jobs that may have to wait for others: somebody must be on watch. */
  public void watch() {
    if (!packed) {
      packed = true;
    }
    // After the jobs were sent, as in wakeIfNeeded.
    if (idlers.watcher() == null && idlers.count() != 0) {
      wakeOne(true);
    }
  }

  /**
   * A worker has taken a job and is about to run it. It may have been woken for another one, or be
   * on watch for others: these must not wait for this one. The job must be done whatever happens
   * here.
   */
  void isBusy(Worker worker) {
    try {
      wakeOthers(worker);
    } catch (RuntimeException e) {
      // The system has refused to wake or start another worker.
    } catch (Throwable t) {
      Uncaught.tell(t);
    }
  }

  private void wakeOthers(Worker worker) {
    if (idlers.endWatch(worker)) {
      packed = true; // whoever sleeps next, or sleeps now, takes the watch over
    }
    // Before the look for those who sleep: one who falls asleep says so, and then looks whether
    // somebody must be on watch.
    if (!packed && worker.incoming().hasWaiting()) {
      packed = true;
    }
    if (idlers.count() == 0) {
      return;
    }
    if (hasQueued()) {
      wakeIfNeeded();
    }
    if (packed) {
      watch();
    }
  }

  /**
   * Returns how many workers are awake, or were woken.
   *
   * @return the number
   */
  public int awake() {
    return size - idlers.count();
  }

  /**
   * Returns how many workers sleep, or are about to.
   *
   * @return the number
   */
  public int sleeping() {
    return idlers.count() - idlers.resting();
  }

  /**
   * Says how many workers there are. Under the lock, so that none retires that is needed now.
   *
   * @param workers the number
   */
  public synchronized void setSize(int workers) {
    size = workers;
  }
}
