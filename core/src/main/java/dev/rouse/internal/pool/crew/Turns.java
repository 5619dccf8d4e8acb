package dev.rouse.internal.pool.crew;

import dev.rouse.internal.pool.times.Activity;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The turns of a worker: it runs so many jobs at most before it looks elsewhere, fewer if they are
 * long. Only the worker's thread begins and ends them, and any thread may ask what it is in.
 */
public final class Turns {
  /** A worker takes at most so many jobs before it looks elsewhere. */
  private static final int MOST_JOBS = 64;

  /** A turn whose jobs have taken longer than this is the last one of its length. */
  private static final long LONG_TURN_NANOS = 20_000;

  private static final VarHandle START;
  private static final VarHandle BUSY;
  private static final VarHandle RUNS_SLOTS;

  static {
    try {
      var lookup = MethodHandles.lookup();
      START = lookup.findVarHandle(Turns.class, "start", long.class);
      BUSY = lookup.findVarHandle(Turns.class, "busy", boolean.class);
      RUNS_SLOTS = lookup.findVarHandle(Turns.class, "runsSlots", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Activity activity;
  private final JobLength jobLength;

  /** How many jobs the next turn has at most: few, if jobs are long. */
  private int length = 1;

  /** When the first job of this turn has begun. */
  private long start;

  /**
   * Whether the worker runs a job. A hint for who chooses a worker. Only where it becomes true is
   * it ordered, because of {@code LaneJobs.sent}.
   */
  @SuppressWarnings("unused") // through BUSY
  private boolean busy;

  /** Whether the worker runs submitters' jobs. */
  @SuppressWarnings("unused") // through RUNS_SLOTS
  private boolean runsSlots;

  Turns(Activity activity, JobLength jobLength) {
    this.activity = activity;
    this.jobLength = jobLength;
  }

  /** Returns how many jobs the next turn has at most. */
  int length() {
    return length;
  }

  /** A new thread begins to work; the one before it may have died of a job. */
  void reset(long now) {
    activity.endTurn(now);
    BUSY.setVolatile(this, false);
    RUNS_SLOTS.setVolatile(this, false);
  }

  /** A turn begins with jobs that were queued. */
  void begin() {
    long now = System.nanoTime();
    START.setOpaque(this, now);
    activity.beginTurn(now);
    BUSY.setVolatile(this, true); // see LaneJobs.sent
  }

  /** The turn has ended, after so many jobs. */
  void end(int jobs) {
    BUSY.setOpaque(this, false);
    ended(System.nanoTime(), jobs);
  }

  /** A turn begins with jobs that submitters have sent. */
  void beginSlots() {
    long now = System.nanoTime();
    START.setOpaque(this, now);
    activity.beginTurn(now);
    BUSY.setOpaque(this, true);
    // Volatile, so that it orders the store before it, too: see LaneJobs.sent. And each job of this
    // turn then asks whether the pool is being stopped: who stops it says so first, and then looks
    // whom to interrupt.
    RUNS_SLOTS.setVolatile(this, true);
  }

  /**
   * The turn has ended, after so many jobs that submitters have sent.
   *
   * @return the time
   */
  long endSlots(int jobs) {
    // No fence: seen late, they only make others look elsewhere, or interrupt a worker that starts
    // no other job.
    BUSY.setOpaque(this, false);
    RUNS_SLOTS.setRelease(this, false);
    long now = System.nanoTime();
    ended(now, jobs);
    return now;
  }

  private void ended(long now, int jobs) {
    activity.endTurn(now);
    long nanos = now - start;
    jobLength.took(nanos, jobs);
    length = nanos > LONG_TURN_NANOS ? Math.max(1, length / 2) : Math.min(MOST_JOBS, 2 * length);
  }

  /**
   * Says whether the worker runs the job of a submitter that was in a queue.
   *
   * @param does whether it does
   */
  public void runsSlot(boolean does) {
    RUNS_SLOTS.setVolatile(this, does);
  }

  // For any thread.

  /**
   * Tells whether the worker runs jobs of submitters.
   *
   * @return true if it does
   */
  public boolean runsSlots() {
    return (boolean) RUNS_SLOTS.getVolatile(this);
  }

  /**
   * Tells whether the worker runs a job: a recent state.
   *
   * @return true if it does
   */
  public boolean isBusy() {
    return (boolean) BUSY.getOpaque(this);
  }

  /** Tells whether the worker is in the middle of a long job: a recent state. */
  boolean isInLongJob() {
    return isBusy() && System.nanoTime() - (long) START.getOpaque(this) >= JobLength.ROOM_NANOS;
  }
}
