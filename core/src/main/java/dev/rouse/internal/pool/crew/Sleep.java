package dev.rouse.internal.pool.crew;

import dev.rouse.channel.Idle;
import dev.rouse.channel.InboxReceiver;
import dev.rouse.internal.pool.accounts.Accounts;
import dev.rouse.internal.pool.times.Activity;

/**
 * The waits of a worker: it spins if it may, then says that it sleeps, looks for work once more,
 * and sleeps in its inbox; for some time only if it is on watch. For the worker's thread.
 */
final class Sleep {
  private final Worker worker;
  private final Crew crew;
  private final Accounts accounts;
  private final WorkerQueue own;
  private final InboxReceiver receiver;
  private final Activity activity;

  /** Whether the worker ever sleeps; its policy says so. */
  private final boolean parks;

  private final long idleNanos;
  private final Idle idle = new OtherWork();

  /** Whether this worker is on watch, and since when. */
  private boolean watching;

  /** Whether it was on watch in the wait before this one, and the time was not up. */
  private boolean watchGoesOn;

  private long watchStart;

  /** Whether the time on watch was up in the last wait. */
  private boolean watchIsOver;

  /** Whether this worker has run a job since it last waited, and whether it may spin for that. */
  private boolean worked;

  private boolean spins;

  /** Whether the last wait has ended because the pool has. */
  private boolean poolHasEnded;

  /** Whether this worker has said that it sleeps, or is about to. */
  private boolean listed;

  /** Whether it has gone to sleep in this wait. */
  private boolean parked;

  /** Since when it has had nothing to do, if it has waited since then. */
  private long idleSince;

  /**
   * Makes the waits of a worker.
   *
   * @param idleNanos for how long it may have nothing to do before its thread ends; {@link
   *     Long#MAX_VALUE} for ever
   */
  Sleep(
      Worker worker,
      Crew crew,
      Accounts accounts,
      WorkerQueue own,
      InboxReceiver receiver,
      Activity activity,
      boolean parks,
      long idleNanos) {
    this.worker = worker;
    this.crew = crew;
    this.accounts = accounts;
    this.own = own;
    this.receiver = receiver;
    this.activity = activity;
    this.parks = parks;
    this.idleNanos = idleNanos;
  }

  /** The worker runs a job, or was started because there is one. */
  void worked() {
    worked = true;
  }

  /** Waits for work; what submitters have sent is run. */
  void await(int limit) {
    poolHasEnded = false;
    spins = worked;
    if (worked) {
      idleSince = System.nanoTime();
    }
    worked = false;
    watchGoesOn = watching;
    watching = false;
    watchIsOver = false;
    parked = false;
    try {
      receiver.receiveUninterruptibly(limit, idle);
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
  }

  /** The worker does not sleep any more, if it has said that it does. */
  void wakeUp() {
    if (listed) {
      listed = false;
      crew.awake(worker);
    }
  }

  /** After a wait: looks after the other workers if the time on watch was up. */
  void lookAfterOthers() {
    if (watchIsOver) {
      watching = false;
      crew.lookAfterOthers(worker);
    }
  }

  /** Tells whether the last wait has ended because the pool has. */
  boolean hasPoolEnded() {
    return poolHasEnded;
  }

  /** Tells whether there was nothing to do for so long that the worker's thread may end. */
  boolean wasLong() {
    return idleNanos != Long.MAX_VALUE
        && !worked
        && !watching
        && System.nanoTime() - idleSince >= idleNanos;
  }

  /** The worker's thread is needed: its idle time starts again. */
  void resetIdleTime() {
    idleSince = System.nanoTime();
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
      return spins && crew.maySpin(worker) ? Crew.WATCH_NANOS : 0;
    }

    @Override
    public long sleepNanos() {
      crew.fallAsleep(worker);
      listed = true;
      // All of what follows is looked at after that.
      boolean watches = crew.watches(worker);
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
