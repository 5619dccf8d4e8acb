package dev.rouse.pool;

import dev.rouse.channel.Idle;
import dev.rouse.channel.Inbox;
import dev.rouse.channel.InboxReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.internal.pool.slots.AddressedJobs;
import dev.rouse.internal.pool.slots.LaneJobs;
import dev.rouse.internal.pool.slots.SlotBatch;
import dev.rouse.internal.pool.slots.SlotMessage;
import dev.rouse.internal.pool.slots.SlotTask;
import dev.rouse.internal.pool.slots.Submission;
import dev.rouse.internal.pool.times.Activity;
import dev.rouse.internal.pool.times.Sampling;
import dev.rouse.internal.pool.times.Stopwatch;
import dev.rouse.internal.pool.times.TurnTimes;
import dev.rouse.internal.wait.AsymmetricFence;
import dev.rouse.wait.ClosedException;
import dev.rouse.wait.WaitPolicy;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A worker: takes jobs from its own queue and from the shared one, and sleeps in its inbox. */
final class Worker {
  /** It takes at most so many jobs before it looks elsewhere. */
  private static final int TURN = 64;

  /** A turn whose jobs have taken longer than this is the last one of its length. */
  private static final long LONG_TURN_NANOS = 20_000;

  private static final int WAKES = 16;

  private static final VarHandle TURN_START;

  static {
    try {
      TURN_START = MethodHandles.lookup().findVarHandle(Worker.class, "turnStart", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int index;
  private final long idleNanos;

  /** The name of its thread, or of its last one. */
  private volatile String name = "";

  private final Activity activity = new Activity();
  private final Sampling sampling;
  private final TurnTimes times;

  /** Whether it ever sleeps; its policy says so. */
  private final boolean parks;

  private final Crew crew;
  private final Accounts accounts;
  private final Queue<Object> own = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final Inbox inbox;
  private final InboxReceiver receiver;
  private final Idle idle = new OtherWork();

  /** Wakes this worker. For any thread, so guarded by itself. */
  private final LongSender waker;

  /** How many jobs the next turn has at most: few, if jobs are long. */
  private int turn = 1;

  private boolean fromOwn;

  /** What the present thread runs submitters' jobs with. Passed on by the start of a thread. */
  private @Nullable SlotRunner slots;

  /** Whether it runs submitters' jobs. */
  private final AtomicBoolean runsSlots = new AtomicBoolean();

  /**
   * What was taken out of submitters' channels and has not begun: what a turn has no time for, or
   * the rest after the job of which a thread has died. Passed on by the start of a thread.
   */
  private final Deque<SlotBatch> unfinished = new ArrayDeque<>();

  /** How many submitters' jobs have begun in this turn. */
  private int slotsInTurn;

  /** When the first job of this turn has begun. */
  private long turnStart;

  /** What submitters have sent. Replaced as a whole, under a lock. */
  private volatile LaneJobs[] lanes = {};

  private final List<AddressedJobs> addressed = new CopyOnWriteArrayList<>();

  /** Whether this worker is on watch, and since when. */
  private boolean watching;

  /** Whether it was on watch in the wait before this one, and the time was not up. */
  private boolean watchGoesOn;

  private long watchStart;

  /** Whether this worker has run a job since it last waited, and whether it may spin for that. */
  private boolean worked;

  private boolean spins;

  /** Whether the last wait has ended because the pool has. */
  private boolean poolHasEnded;

  /** Whether this worker has said that it sleeps, or is about to. */
  private boolean listed;

  /** Whether it has gone to sleep in this wait. */
  private boolean parked;

  /** Whether this worker is gone for good, and passes its submitters' jobs on. */
  private boolean leaving;

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

  /** Since when it has had nothing to do, if it has waited since then. */
  private long idleSince;

  /**
   * Whether it runs a job. A hint for who chooses a worker. Only where it becomes true is it
   * ordered, because of {@link LaneJobs#sent}.
   */
  private final AtomicBoolean busy = new AtomicBoolean();

  /**
   * Makes a worker.
   *
   * @param idleNanos for how long it may have nothing to do before its thread ends; {@link
   *     Long#MAX_VALUE} for ever
   */
  Worker(
      int index,
      Crew crew,
      Accounts accounts,
      WaitPolicy policy,
      long idleNanos,
      Sampling sampling) {
    this.index = index;
    this.idleNanos = idleNanos;
    this.crew = crew;
    this.accounts = accounts;
    this.sampling = sampling;
    this.times = new TurnTimes(activity, sampling.every());
    this.parks = policy.parks();
    this.inbox = Inbox.create(policy);
    this.receiver = inbox.receiver();
    this.waker = inbox.newLongSender(WAKES, ignored -> {});
  }

  int index() {
    return index;
  }

  /** Says how its thread is called. */
  void setName(String threadName) {
    name = threadName;
  }

  /** Returns what times jobs that are given to the pool one by one. */
  Stopwatch stopwatch() {
    return new Stopwatch(activity, sampling.weight());
  }

  /** Returns what times jobs each of which stands for itself. */
  Stopwatch stopwatchOfAll() {
    return new Stopwatch(activity, 1);
  }

  /** Returns what this worker has done. By any thread, without waiting. */
  WorkerStatistics statistics(long completed, long failed, long cancelled, long retried) {
    long pending = pending();
    for (LaneJobs jobs : lanes) {
      pending += jobs.waiting();
    }
    for (AddressedJobs jobs : addressed) {
      pending += jobs.waiting();
    }
    Activity.Busy busy = activity.busy();
    // Wakes first, so that there are not more than parks.
    long wakes = activity.wakeCount();
    return new WorkerStatistics(
        name,
        pending,
        completed,
        failed,
        cancelled,
        retried,
        busy.elapsedNanos(),
        busy.busyNanos(),
        wakes,
        activity.parkCount(),
        TimeHistogram.of(activity.waiting()),
        TimeHistogram.of(activity.running()));
  }

  /** Queues a job for this worker. By any thread. */
  void queue(Object task) {
    own.add(task);
    queued.incrementAndGet();
  }

  /** Takes a job from its own queue. By any thread, but in this order only by one. */
  @Nullable Object pollOwn() {
    Object task = own.poll();
    if (task != null) {
      queued.decrementAndGet();
      spaceMade();
    }
    return task;
  }

  private void spaceMade() {
    try {
      accounts.spaceMade();
    } catch (Throwable t) { // the job that was taken must still be done
      Uncaught.tell(t);
    }
  }

  /** The thread that runs this worker will die of a job; the next one begins with that. */
  void retry(Object task) {
    retry = task;
  }

  /** Takes the job with which the next thread would begin. */
  @Nullable Object takeRetry() {
    Object again = retry;
    retry = null;
    return again;
  }

  /** This worker is gone for good; another one takes its jobs. */
  void lose(Worker heir) {
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

  boolean isResting() {
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

  /** Takes those jobs out of its queue that were cancelled. By any thread. */
  void purge() {
    own.removeIf(
        task -> {
          boolean gone = task instanceof JobFuture<?> future && future.isWithdrawn();
          // The worker may take the same job at this moment, and counts it, too: see notStarted.
          if (gone && ((JobFuture<?>) task).uncount()) {
            queued.decrementAndGet();
          }
          return gone;
        });
    spaceMade();
  }

  /**
   * This worker has taken a job that was withdrawn, and has counted it as taken. If it was purged
   * at the same moment, it is counted twice, and this undoes one of them; if not, it prevents that.
   */
  void notStarted(JobFuture<?> future) {
    if (!future.uncount()) {
      queued.incrementAndGet();
    }
  }

  /** Returns how many jobs wait in its own queue. */
  int waiting() {
    return Math.max(0, queued.get());
  }

  /** Returns how many jobs are in its own queue, and one more if it runs one. */
  int pending() {
    // A job may be taken before it was counted.
    return waiting() + (busy.getOpaque() ? 1 : 0);
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

  /** Tells whether it runs a job: a recent state. */
  boolean isBusy() {
    return busy.getOpaque();
  }

  /**
   * Makes a way for a submitter to send slots to this worker.
   *
   * @throws ClosedException if this worker has ended
   */
  LongSender newLane(LaneJobs jobs, int capacity) {
    SlotBatch batch = SlotBatch.of(jobs);
    LongSender sender =
        inbox.newLongBatchSender(capacity, (messages, count) -> take(batch, messages, count));
    synchronized (waker) {
      LaneJobs[] more = Arrays.copyOf(lanes, lanes.length + 1);
      more[lanes.length] = jobs;
      lanes = more;
    }
    return sender;
  }

  /**
   * Makes a way to send slots that only this worker may do, or the one that takes its place.
   *
   * @throws ClosedException if this worker has ended
   */
  LongSender newAddressedLane(AddressedJobs jobs, Submission submission, int capacity) {
    SlotBatch batch = SlotBatch.of(jobs, submission);
    LongSender sender =
        inbox.newLongBatchSender(capacity, (messages, count) -> take(batch, messages, count));
    addressed.add(jobs);
    return sender;
  }

  /** A submitter sends no more. */
  void removeLane(LaneJobs jobs, AddressedJobs toThisOnly) {
    addressed.remove(toThisOnly);
    synchronized (waker) {
      lanes = Arrays.stream(lanes).filter(other -> other != jobs).toArray(LaneJobs[]::new);
    }
  }

  /** Tells whether submitters have sent jobs that have not begun: a recent state. */
  boolean hasWaitingSlots() {
    for (LaneJobs jobs : lanes) {
      if (jobs.hasWaiting()) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether it is in the middle of a long job: a recent state. By any thread. */
  boolean isInLongJob() {
    return isBusy() && System.nanoTime() - (long) TURN_START.getOpaque(this) >= Crew.ROOM_NANOS;
  }

  /**
   * If this worker is in the middle of a long job, takes away what submitters have sent to it. By
   * any thread.
   *
   * @param into where it goes
   * @return false if there is more to look after: it has not been busy for long enough
   */
  boolean takeAwayFromLongJob(Consumer<SlotTask> into) {
    if (!isBusy() || !hasWaitingSlots()) {
      return true;
    }
    if (!isInLongJob()) {
      return false;
    }
    for (LaneJobs jobs : lanes) {
      if (jobs.hasWaiting()) {
        jobs.takeAway().forEach(into);
      }
    }
    return true;
  }

  /**
   * Runs jobs until the pool has ended, or until there was nothing to do for long.
   *
   * @return false if this worker rests now, and another thread may already work for it
   */
  boolean work(SlotRunner runner) {
    slots = runner;
    int begun = slotsInTurn;
    slotsInTurn = 0;
    long now = System.nanoTime();
    activity.endTurn(now); // the thread before this one has died of a job
    if (begun != 0) {
      times.endTurn(now, begun);
    }
    busy.set(false);
    runsSlots.set(false);
    worked = true; // it was started because there is work, or will be
    while (true) {
      // Both in turns: neither can keep the other waiting.
      boolean ran = runTurn(runner);
      if (drain() || ran) {
        continue;
      }
      if (!sleep()) {
        return true;
      }
      if (isIdleForLong() && retires()) {
        return false;
      }
    }
  }

  private boolean isIdleForLong() {
    return idleNanos != Long.MAX_VALUE
        && !worked
        && !watching
        && System.nanoTime() - idleSince >= idleNanos;
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
      idleSince = System.nanoTime();
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
    SlotBatch rest = unfinished.peek();
    boolean some = true;
    if (rest == null) {
      some = receiver.drain(turn) > 0;
    } else {
      // First: the channels' handlers must not take more before that has begun.
      runBatch(rest);
      unfinished.remove();
      if (rest.hasNext()) {
        unfinished.add(rest); // the others have their turns
      }
    }
    endSlots();
    return some;
  }

  private void take(SlotBatch batch, long[] messages, int count) {
    batch.take(messages, count);
    unfinished.add(batch); // before a job begins, of which this thread may die
    runBatch(batch);
    if (!batch.hasNext()) {
      unfinished.removeLast();
    }
  }

  /** Runs jobs, until the turn is over. */
  private void runBatch(SlotBatch batch) {
    Submission submission = batch.submission();
    LaneJobs lane = batch.lane();
    int begun = slotsInTurn;
    try {
      while ((begun < turn || leaving) && batch.hasNext()) {
        long message = batch.next();
        if (lane == null) {
          begins(Objects.requireNonNull(batch.addressed()), submission, message);
        } else if (!lane.begin()) {
          continue; // it was taken away
        }
        if (leaving) {
          passOn(lane, submission, message);
          continue;
        }
        if (begun == 0) {
          beginSlots();
        }
        if (times.areOf(begun)) {
          // One that only this worker may do has its own sample.
          long sent = lane == null ? Sampling.NONE : submission.sentAt(SlotMessage.slot(message));
          times.begin(begun, sent);
        }
        begun++;
        Objects.requireNonNull(slots).run(lane, submission, message);
      }
    } finally {
      slotsInTurn = begun;
    }
  }

  private void begins(AddressedJobs addressed, Submission submission, long message) {
    addressed.begun();
    long sent = submission.sentAt(SlotMessage.slot(message));
    if (!leaving && sent != Sampling.NONE) {
      activity.waited(System.nanoTime() - sent, sampling.weight());
    }
  }

  private void passOn(@Nullable LaneJobs lane, Submission submission, long message) {
    try {
      var task = new SlotTask(submission, message);
      if (lane == null) {
        crew.queueFor(this, task);
      } else {
        crew.queue(task);
      }
    } catch (OutOfMemoryError e) {
      submission.replyOfOthers(SlotMessage.reply(message, SlotMessage.CANCELLED, 0));
      accounts.slotsGivenBack(1);
    } catch (RuntimeException e) {
      // The system has refused to wake a worker. The job is queued, and the others must be, too.
    } finally {
      if (lane != null) {
        lane.skip();
      }
    }
  }

  private void beginSlots() {
    worked = true;
    long now = System.nanoTime();
    TURN_START.setOpaque(this, now);
    activity.beginTurn(now);
    busy.setOpaque(true);
    // Volatile, so that it orders the store before it, too: see LaneJobs.sent. And each job of this
    // turn then asks whether the pool is being stopped: who stops it says so first, and then looks
    // whom to interrupt.
    runsSlots.set(true);
    wakeUp();
    lookAtCrew();
  }

  private void endSlots() {
    int count = slotsInTurn;
    if (count != 0) {
      slotsInTurn = 0;
      // No fence: seen late, they only make others look elsewhere, or interrupt a worker that
      // starts no other job.
      busy.setOpaque(false);
      runsSlots.setRelease(false);
      long now = System.nanoTime();
      activity.endTurn(now);
      times.endTurn(now, count);
      endTurn(now - turnStart, count);
    }
  }

  private void endTurn(long nanos, int count) {
    crew.took(nanos, count);
    turn = nanos > LONG_TURN_NANOS ? Math.max(1, turn / 2) : Math.min(TURN, 2 * turn);
  }

  private void lookAtCrew() {
    try {
      crew.isBusy(this);
    } catch (Throwable t) {
      // The system has refused to wake or start another worker. The job that was taken must
      // still be done.
      if (!(t instanceof RuntimeException)) {
        Uncaught.tell(t);
      }
    }
  }

  private void wakeUp() {
    if (listed) {
      listed = false;
      crew.awake(this);
    }
  }

  /** Says whether it runs the job of a submitter that was in a queue. */
  void runsSlot(boolean does) {
    runsSlots.set(does);
  }

  /** Tells whether it runs jobs of submitters. By any thread. */
  boolean runsSlots() {
    return runsSlots.get();
  }

  /** This worker is gone for good: whoever is free does what submitters have sent to it. */
  void passOn() {
    leaving = true;
    inbox.close();
    SlotBatch rest;
    while ((rest = unfinished.poll()) != null) {
      runBatch(rest);
    }
    // A submitter whose send has not failed has sent before the end.
    while (receiver.receiveUninterruptibly(Integer.MAX_VALUE) != InboxReceiver.END_OF_STREAM) {
      // The handlers do the work.
    }
  }

  void end() {
    activity.endTurn(System.nanoTime()); // its thread may have died of a job
    inbox.close();
  }

  private boolean runTurn(Runner runner) {
    Object task = next();
    if (task == null) {
      return false;
    }
    worked = true;
    long start = System.nanoTime();
    TURN_START.setOpaque(this, start);
    activity.beginTurn(start);
    busy.set(true); // volatile: see LaneJobs.sent
    lookAtCrew();
    int count = 0;
    do {
      // If it throws, this worker stays busy until the next thread begins: that may take a while.
      runner.run(task);
      count++;
      task = count < turn ? next() : null;
    } while (task != null);
    busy.setOpaque(false);
    long end = System.nanoTime();
    activity.endTurn(end);
    endTurn(end - start, count);
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
    Object task = fromOwn ? pollOwn() : crew.poll();
    if (task == null) {
      task = fromOwn ? crew.poll() : pollOwn();
    }
    return task;
  }

  /** Waits for work: spins if it may, then sleeps. Returns false if the pool has ended. */
  private boolean sleep() {
    poolHasEnded = false;
    spins = worked;
    if (worked) {
      idleSince = System.nanoTime();
    }
    worked = false;
    watchGoesOn = watching;
    watching = false;
    boolean watchIsOver = false;
    parked = false;
    try {
      receiver.receiveUninterruptibly(turn, idle);
      watchIsOver = watching && System.nanoTime() - watchStart >= Crew.WATCH_NANOS;
    } finally {
      wakeUp();
      if (watching && !watchIsOver) {
        crew.keepWatch(); // what has woken it does not set the time back
      }
    }
    if (parked && !watchIsOver) {
      activity.woken();
    }
    endSlots();
    if (watchIsOver) {
      watching = false;
      crew.lookAfterOthers(this);
    }
    return !poolHasEnded;
  }

  /** What this worker looks at besides what submitters have sent. */
  private final class OtherWork implements Idle {
    @Override
    public boolean hasWork() {
      // Whoever waits for the end of all jobs is told only when this worker is about to sleep.
      return !own.isEmpty() || crew.hasQueued() || (spins && !listed && accounts.isEndAwaited());
    }

    /**
     * Only after work, which may go on at once; and only one worker of the pool. Whoever is on
     * watch has been asleep before. Not for long, as the watch begins after that.
     */
    @Override
    public long maxSpinNanos() {
      return spins && crew.maySpin(Worker.this) ? Crew.WATCH_NANOS : 0;
    }

    @Override
    public long sleepNanos() {
      crew.fallAsleep(Worker.this);
      listed = true;
      // All of what follows is looked at after that.
      boolean watches = crew.watches(Worker.this);
      long now = System.nanoTime();
      if (watches && !watchGoesOn) {
        watchStart = now;
      }
      watching = watches;
      if (crew.hasQueued() || !own.isEmpty()) {
        return 0;
      }
      if (accounts.haveAllEnded()) {
        poolHasEnded = true;
        return 0;
      }
      long atMost = atMostNanos(watches, now);
      if (parks && atMost > 0) {
        parked = true;
        activity.parks();
      }
      return atMost;
    }

    private long atMostNanos(boolean watches, long now) {
      if (watches) {
        return Crew.WATCH_NANOS - (now - watchStart);
      }
      if (idleNanos == Long.MAX_VALUE || !crew.hasMoreThanFewest()) {
        return Long.MAX_VALUE;
      }
      return Math.max(1, idleNanos - (now - idleSince));
    }
  }
}
