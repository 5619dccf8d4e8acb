package dev.rouse.internal.pool.crew;

import dev.rouse.internal.pool.accounts.Accounts;
import dev.rouse.internal.pool.slots.AddressedJobs;
import dev.rouse.internal.pool.slots.LaneJobs;
import dev.rouse.internal.pool.slots.SlotBatch;
import dev.rouse.internal.pool.slots.SlotMessage;
import dev.rouse.internal.pool.slots.SlotTask;
import dev.rouse.internal.pool.slots.Submission;
import dev.rouse.internal.pool.times.Activity;
import dev.rouse.internal.pool.times.Sampling;
import dev.rouse.internal.pool.times.TurnTimes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs what a worker takes out of submitters' channels, in turns; or passes it on to others if the
 * worker is gone for good. For the worker's thread.
 */
final class SlotBatches {
  private final Worker worker;
  private final Crew crew;
  private final Accounts accounts;
  private final Turns turns;
  private final Sleep sleep;
  private final Activity activity;
  private final Sampling sampling;
  private final TurnTimes times;

  /** What the present thread runs the jobs with. Passed on by the start of a thread. */
  private @Nullable Runner runner;

  /**
   * What was taken out of submitters' channels and has not begun: what a turn has no time for, or
   * the rest after the job of which a thread has died. Passed on by the start of a thread.
   */
  private final Deque<SlotBatch> unfinished = new ArrayDeque<>();

  /** How many jobs have begun in this turn. */
  private int begunInTurn;

  /** Whether the worker is gone for good, and passes the jobs on. */
  private boolean leaving;

  SlotBatches(
      Worker worker,
      Crew crew,
      Accounts accounts,
      Turns turns,
      Sleep sleep,
      Activity activity,
      Sampling sampling) {
    this.worker = worker;
    this.crew = crew;
    this.accounts = accounts;
    this.turns = turns;
    this.sleep = sleep;
    this.activity = activity;
    this.sampling = sampling;
    this.times = new TurnTimes(activity, sampling.every());
  }

  /** A new thread begins to work; the one before it may have died of a job. */
  void reset(Runner next, long now) {
    runner = next;
    int begun = begunInTurn;
    begunInTurn = 0;
    if (begun != 0) {
      times.endTurn(now, begun);
    }
  }

  /**
   * Runs the rest of a batch that has not begun. To be called first: the channels' handlers must
   * not take more before that has begun.
   *
   * @return false if there is none
   */
  boolean runRest() {
    SlotBatch rest = unfinished.peek();
    if (rest == null) {
      return false;
    }
    run(rest);
    unfinished.remove();
    if (rest.hasNext()) {
      unfinished.add(rest); // the others have their turns
    }
    return true;
  }

  /** Takes jobs out of a channel and runs them, until the turn is over. */
  void take(SlotBatch batch, long[] messages, int count) {
    batch.take(messages, count);
    unfinished.add(batch); // before a job begins, of which this thread may die
    run(batch);
    if (!batch.hasNext()) {
      unfinished.removeLast();
    }
  }

  /** Runs jobs, until the turn is over. */
  private void run(SlotBatch batch) {
    Submission submission = batch.submission();
    LaneJobs lane = batch.lane();
    int begun = begunInTurn;
    int most = leaving ? Integer.MAX_VALUE : turns.length();
    try {
      while (begun < most && batch.hasNext()) {
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
          beginTurn();
        }
        if (times.areOf(begun)) {
          // One that only this worker may do has its own sample.
          long sent = lane == null ? Sampling.NONE : submission.sentAt(SlotMessage.slot(message));
          times.begin(begun, sent);
        }
        begun++;
        Objects.requireNonNull(runner).run(lane, submission, message);
      }
    } finally {
      begunInTurn = begun;
    }
  }

  private void begins(AddressedJobs addressed, Submission submission, long message) {
    addressed.begun();
    long sent = submission.sentAt(SlotMessage.slot(message));
    if (!leaving && sent != Sampling.NONE) {
      activity.waited(System.nanoTime() - sent, sampling.weight());
    }
  }

  private void beginTurn() {
    sleep.worked();
    turns.beginSlots();
    sleep.wakeUp();
    crew.isBusy(worker);
  }

  /** The worker looks elsewhere: the turn is over, if there was a job. */
  void endTurn() {
    int count = begunInTurn;
    if (count != 0) {
      begunInTurn = 0;
      times.endTurn(turns.endSlots(count), count);
    }
  }

  /** The worker is gone for good: from now on jobs are passed on. */
  void leave() {
    leaving = true;
  }

  /** Passes on what was taken out of the channels and has not begun. */
  void passRestOn() {
    SlotBatch rest;
    while ((rest = unfinished.poll()) != null) {
      run(rest);
    }
  }

  private void passOn(@Nullable LaneJobs lane, Submission submission, long message) {
    try {
      var task = new SlotTask(submission, message);
      if (lane == null) {
        crew.queueFor(worker, task);
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
}
