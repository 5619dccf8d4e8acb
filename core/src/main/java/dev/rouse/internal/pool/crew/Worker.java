package dev.rouse.internal.pool.crew;

import dev.rouse.channel.Inbox;
import dev.rouse.channel.InboxReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.internal.common.Uncaught;
import dev.rouse.internal.pool.accounts.Accounts;
import dev.rouse.internal.pool.slots.AddressedJobs;
import dev.rouse.internal.pool.slots.LaneJobs;
import dev.rouse.internal.pool.slots.SlotBatch;
import dev.rouse.internal.pool.slots.SlotTask;
import dev.rouse.internal.pool.slots.Submission;
import dev.rouse.internal.pool.times.Activity;
import dev.rouse.internal.pool.times.Sampling;
import dev.rouse.internal.pool.times.Stopwatch;
import dev.rouse.internal.wait.AsymmetricFence;
import dev.rouse.wait.ClosedException;
import dev.rouse.wait.WaitPolicy;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A worker: takes jobs from its own queue and from the shared one, and sleeps in its inbox. */
public final class Worker {
  private static final int WAKES = 16;

  private final int index;

  /** The name of its thread, or of its last one. */
  private volatile String name = "";

  private final Activity activity = new Activity();
  private final Sampling sampling;
  private final Crew crew;
  private final Accounts accounts;
  private final WorkerQueue own;
  private final Inbox inbox;
  private final InboxReceiver receiver;
  private final Incoming incoming = new Incoming();
  private final Turns turns;
  private final Sleep sleep;
  private final SlotBatches batches;

  /** Wakes this worker. For any thread, so guarded by itself. */
  private final LongSender waker;

  private boolean fromOwn;

  /** See {@link #next}. Passed on by the start of a thread. */
  private @Nullable Object retry;

  private volatile @Nullable Worker successor;

  /** That it does not rest. */
  static final long AWAKE = 0;

  /**
   * Which rest this is: it has no thread until it is needed. Written under the lock of {@link
   * Idlers}.
   */
  private volatile long rest = AWAKE;

  /** Whether somebody who has taken it off the idlers must start its thread. */
  private final AtomicBoolean needsStart = new AtomicBoolean();

  /**
   * Makes a worker.
   *
   * @param index its place among the workers
   * @param crew the workers, and the queue that they share
   * @param accounts the accounts of the pool
   * @param policy how it waits
   * @param idleNanos for how long it may have nothing to do before its thread ends; {@link
   *     Long#MAX_VALUE} for ever
   * @param sampling which jobs are timed
   */
  public Worker(
      int index,
      Crew crew,
      Accounts accounts,
      WaitPolicy policy,
      long idleNanos,
      Sampling sampling) {
    this.index = index;
    this.crew = crew;
    this.accounts = accounts;
    this.sampling = sampling;
    this.inbox = Inbox.create(policy);
    this.receiver = inbox.receiver();
    this.waker = inbox.newLongSender(WAKES, ignored -> {});
    this.own = new WorkerQueue(accounts);
    this.turns = new Turns(activity, crew.jobLength());
    this.sleep =
        new Sleep(this, crew, accounts, own, receiver, activity, policy.parks(), idleNanos);
    this.batches = new SlotBatches(this, crew, accounts, turns, sleep, activity, sampling);
  }

  /**
   * Returns its place among the workers.
   *
   * @return the index, from 0
   */
  public int index() {
    return index;
  }

  /**
   * Says how its thread is called.
   *
   * @param threadName the name
   */
  public void setName(String threadName) {
    name = threadName;
  }

  /**
   * Returns what times jobs that are given to the pool one by one.
   *
   * @return a new stopwatch
   */
  public Stopwatch stopwatch() {
    return new Stopwatch(activity, sampling.weight());
  }

  /**
   * Returns what times jobs each of which stands for itself.
   *
   * @return a new stopwatch
   */
  public Stopwatch stopwatchOfAll() {
    return new Stopwatch(activity, 1);
  }

  /**
   * Returns how its thread is called, or its last one.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Returns what it does with its time.
   *
   * @return its times and counts
   */
  public Activity activity() {
    return activity;
  }

  /**
   * Returns the queue of this worker.
   *
   * @return the queue
   */
  public WorkerQueue own() {
    return own;
  }

  /**
   * Returns the turns of this worker.
   *
   * @return the turns
   */
  public Turns turns() {
    return turns;
  }

  /**
   * Returns what submitters have sent to this worker.
   *
   * @return the jobs
   */
  public Incoming incoming() {
    return incoming;
  }

  /**
   * The thread that runs this worker will die of a job; the next one begins with that.
   *
   * @param task the job
   */
  public void retry(Object task) {
    retry = task;
  }

  /**
   * Takes the job with which the next thread would begin.
   *
   * @return the job, or null if there is none
   */
  public @Nullable Object takeRetry() {
    Object again = retry;
    retry = null;
    return again;
  }

  /**
   * This worker is gone for good; another one takes its jobs.
   *
   * @param heir the other one
   */
  public void lose(Worker heir) {
    successor = heir;
  }

  // Called by Idlers, under its lock.

  void rest(long number) {
    rest = number;
  }

  boolean rests(long number) {
    return rest == number;
  }

  /** Somebody needs it: whoever asks first must start its thread. */
  void restEnds() {
    rest = AWAKE;
    needsStart.set(true);
  }

  /**
   * Tells whether it has no thread until it is needed.
   *
   * @return true if it rests
   */
  public boolean isResting() {
    return rest != AWAKE;
  }

  /** Tells one of those who have taken this worker off the idlers that it has no thread. */
  boolean takeStart() {
    return needsStart.get() && needsStart.getAndSet(false);
  }

  boolean isLost() {
    return successor != null;
  }

  /** Returns who takes the jobs of this worker, which is lost. */
  Worker successor() {
    return Objects.requireNonNull(successor);
  }

  /**
   * Returns how many jobs are in its own queue, and one more if it runs one.
   *
   * @return the number
   */
  public int pending() {
    return own.size() + (turns.isBusy() ? 1 : 0);
  }

  /** Wakes this worker. By any thread. */
  void wake() {
    synchronized (waker) {
      try {
        waker.trySend(0); // if it is full, the worker has been woken and has not looked yet
      } catch (ClosedException e) {
        // It has ended.
      }
    }
  }

  /**
   * Makes a way for a submitter to send slots to this worker.
   *
   * @param jobs what is sent
   * @param capacity how many messages it holds
   * @return the way
   * @throws ClosedException if this worker has ended
   */
  public LongSender newLane(LaneJobs jobs, int capacity) {
    SlotBatch batch = SlotBatch.of(jobs);
    LongSender sender =
        inbox.newLongBatchSender(
            capacity, (messages, count) -> batches.take(batch, messages, count));
    incoming.add(jobs);
    return sender;
  }

  /**
   * Makes a way to send slots that only this worker may do, or the one that takes its place.
   *
   * @param jobs what is sent
   * @param submission where the jobs lie
   * @param capacity how many messages it holds
   * @return the way
   * @throws ClosedException if this worker has ended
   */
  public LongSender newAddressedLane(AddressedJobs jobs, Submission submission, int capacity) {
    SlotBatch batch = SlotBatch.of(jobs, submission);
    LongSender sender =
        inbox.newLongBatchSender(
            capacity, (messages, count) -> batches.take(batch, messages, count));
    incoming.add(jobs);
    return sender;
  }

  /**
   * If this worker is in the middle of a long job, takes away what submitters have sent to it. By
   * any thread.
   *
   * @param into where it goes
   * @return false if there is more to look after: it has not been busy for long enough
   */
  boolean takeAwayFromLongJob(Consumer<SlotTask> into) {
    if (!turns.isBusy() || !incoming.hasWaiting()) {
      return true;
    }
    if (!turns.isInLongJob()) {
      return false;
    }
    incoming.takeAway(into);
    return true;
  }

  /**
   * Runs jobs until the pool has ended, or until there was nothing to do for long.
   *
   * @param runner does the jobs
   * @return false if this worker rests now, and another thread may already work for it
   */
  public boolean work(Runner runner) {
    long now = System.nanoTime();
    turns.reset(now);
    batches.reset(runner, now);
    sleep.worked(); // it was started because there is work, or will be
    while (true) {
      // Both in turns: neither can keep the other waiting.
      boolean ran = runTurn(runner);
      if (drain() || ran) {
        continue;
      }
      sleep.await(turns.length());
      batches.endTurn();
      sleep.lookAfterOthers();
      if (sleep.hasPoolEnded()) {
        return true;
      }
      if (sleep.wasLong() && retires()) {
        return false;
      }
    }
  }

  /**
   * Ends the work of this thread, unless there is something to do.
   *
   * <p>It says that it rests, and then looks at all queues. Who has sent something to this worker
   * looks then whether it rests; who has queued something for all finds it among the idle ones.
   * These accesses are volatile, but for those of submitters, which have a light fence between the
   * two. So either this thread sees that there is something, or the other one that it rests.
   */
  private boolean retires() {
    long rest = crew.retire(this);
    if (rest == AWAKE) {
      sleep.resetIdleTime();
      return false;
    }
    try {
      AsymmetricFence.heavy();
      if (!crew.needsWorker() && own.isEmpty() && receiver.isEmpty() && !accounts.haveAllEnded()) {
        return true;
      }
    } catch (Throwable t) {
      if (crew.endRest(this, rest)) {
        throw t;
      }
      Uncaught.tell(t); // this thread does not work for the worker any more
      return true;
    }
    return !crew.endRest(this, rest);
  }

  /** Runs what submitters have sent. Returns false if there was nothing. */
  private boolean drain() {
    boolean some = batches.runRest() || receiver.drain(turns.length()) > 0;
    batches.endTurn();
    return some;
  }

  /** This worker is gone for good: whoever is free does what submitters have sent to it. */
  public void passOn() {
    batches.leave();
    inbox.close();
    batches.passRestOn();
    // A submitter whose send has not failed has sent before the end.
    while (receiver.receiveUninterruptibly(Integer.MAX_VALUE) != InboxReceiver.END_OF_STREAM) {
      // The handlers do the work.
    }
  }

  /** It has ended: nobody can send anything to it any more. */
  public void end() {
    activity.endTurn(System.nanoTime()); // its thread may have died of a job
    inbox.close();
  }

  private boolean runTurn(Runner runner) {
    Object task = next();
    if (task == null) {
      return false;
    }
    sleep.worked();
    turns.begin();
    crew.isBusy(this);
    int count = 0;
    do {
      // If it throws, this worker stays busy until the next thread begins: that may take a while.
      runner.run(task);
      count++;
      task = count < turns.length() ? next() : null;
    } while (task != null);
    turns.end(count);
    return true;
  }

  /**
   * Takes a job from its own queue and from the shared one, in turns; first the one of which the
   * thread before this one has died, so that it keeps its place.
   */
  private @Nullable Object next() {
    Object again = retry;
    if (again != null) {
      retry = null;
      return again;
    }
    fromOwn = !fromOwn;
    Object task = fromOwn ? own.poll() : crew.poll();
    if (task == null) {
      task = fromOwn ? crew.poll() : own.poll();
    }
    return task;
  }
}
