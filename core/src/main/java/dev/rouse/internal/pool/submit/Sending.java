package dev.rouse.internal.pool.submit;

import dev.rouse.internal.pool.accounts.Accounts;
import dev.rouse.internal.pool.crew.Crew;
import dev.rouse.internal.pool.crew.JobLength;
import dev.rouse.internal.pool.crew.Worker;
import dev.rouse.internal.pool.slots.SlotMessage;
import dev.rouse.internal.pool.slots.SlotTask;
import dev.rouse.internal.pool.slots.Submission;
import dev.rouse.internal.pool.times.Sampling;
import dev.rouse.internal.wait.AsymmetricFence;
import java.util.List;

/**
 * Sends a submitter's jobs: to the worker that is already at work, as long as it has room, and then
 * to the next one. What no worker has room for goes into the queue that all of them share. For the
 * submitter's thread.
 */
public final class Sending {
  /** So many jobs are sent at once at most. */
  public static final int BATCH = 64;

  /** A worker takes at once so small a part of what it has room for. */
  private static final int RUNS_IN_ROOM = 8;

  private static final int NO_LANE = -1;

  private final Accounts accounts;
  private final Crew crew;
  private final JobLength jobLength;
  private final List<Worker> workers;
  private final Runnable queuedForAll;
  private final Submission submission;
  private final GivenBack givenBack;
  private final Lane[] lanes;

  /** The lane of the worker that is at work. */
  private int lane;

  /**
   * Makes it, for one submitter.
   *
   * @param accounts the accounts of the pool
   * @param crew the workers, and the queue that they share
   * @param workers all workers
   * @param queuedForAll is called after jobs were queued
   * @param submission where the jobs lie
   * @param givenBack gets what is not sent
   * @param lanes the ways to the workers
   */
  public Sending(
      Accounts accounts,
      Crew crew,
      List<Worker> workers,
      Runnable queuedForAll,
      Submission submission,
      GivenBack givenBack,
      Lane[] lanes) {
    this.accounts = accounts;
    this.crew = crew;
    this.jobLength = crew.jobLength();
    this.workers = workers;
    this.queuedForAll = queuedForAll;
    this.submission = submission;
    this.givenBack = givenBack;
    this.lanes = lanes;
  }

  /**
   * Sends jobs, and wakes as few workers as need be. If a wake fails, all jobs are sent all the
   * same. If the pool was shut down, gives them back.
   *
   * @param messages names the jobs, from index 0
   * @param count how many
   * @throws IllegalStateException if the system has refused to wake a thread
   */
  public void send(long[] messages, int count) {
    if (accounts.accept(submission.accepted(), count)) {
      sendAccepted(messages, count);
    } else {
      for (int i = 0; i < count; i++) {
        givenBack.add(messages[i]);
      }
    }
  }

  private void sendAccepted(long[] messages, int count) {
    long now = Sampling.stamp(); // once for all of them
    for (int i = 0; i < count; i++) {
      submission.setSentAt(SlotMessage.slot(messages[i]), now);
    }
    RuntimeException failure = null;
    int sent = 0;
    while (sent < count) {
      int room = findRoom();
      int part = Math.min(room, count - sent);
      try {
        if (room == 0) {
          sendToAll(messages, sent, count);
          break;
        }
        sent += send(messages, sent, part);
      } catch (RuntimeException e) { // the system has refused a wake
        failure = e;
        sent += part;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private int send(long[] messages, int from, int count) {
    int sent = lanes[lane].send(messages, from, count, longestRun());
    startIfResting(lanes[lane].worker());
    // Not all were sent if the worker has ended. Then this must not fail: who calls it takes
    // a failure to come after all were sent.
    if (sent == count && lanes[lane].isWaiting()) {
      crew.watch();
    }
    return sent;
  }

  /**
   * Returns how many jobs a worker takes at once. One, if they are long: so that several submitters
   * have their turns.
   */
  private int longestRun() {
    return Math.clamp(jobLength.room() / RUNS_IN_ROOM, 1, SlotMessage.LONGEST_RUN);
  }

  /** After something was sent: see retires of {@link Worker}. */
  private void startIfResting(Worker worker) {
    AsymmetricFence.light();
    if (worker.isResting()) {
      crew.startIfResting(worker);
    }
  }

  /** Turns to a worker that has room: to the present one if it has. Returns how much. */
  private int findRoom() {
    if (lanes.length == 1) {
      return lanes[0].roomOfOnly();
    }
    int atWorker = jobLength.room();
    int resting = NO_LANE;
    for (int i = 0; i < lanes.length; i++) {
      int next = lane + i < lanes.length ? lane + i : lane + i - lanes.length;
      int room = lanes[next].room(atWorker);
      if (room != 0) {
        if (!lanes[next].worker().isResting()) {
          lane = next;
          return room;
        }
        resting = resting == NO_LANE ? next : resting;
      }
    }
    if (resting == NO_LANE) {
      return 0;
    }
    lane = resting; // only if nobody else has room: its thread must be started
    return lanes[resting].room(atWorker);
  }

  /** Queues jobs for whoever is free first. */
  private void sendToAll(long[] messages, int from, int to) {
    RuntimeException failure = null;
    for (int i = from; i < to; i++) {
      try {
        crew.queue(new SlotTask(submission, messages[i]));
      } catch (OutOfMemoryError e) {
        givenBack.add(messages[i]);
        accounts.slotsGivenBack(1);
      } catch (RuntimeException e) { // the system has refused a wake; the job is queued
        failure = e;
      }
    }
    queuedForAll.run();
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Sends a job to a worker in particular, whether it has room or not.
   *
   * @param worker the index of the worker
   * @param message names the job
   */
  public void sendTo(int worker, long message) {
    if (!accounts.accept(submission.accepted(), 1)) {
      givenBack.add(message);
    } else if (lanes[worker].sendAddressed(message)) {
      startIfResting(workers.get(worker));
    } else {
      // It is gone for good; its successor does the job.
      try {
        crew.queueFor(workers.get(worker), new SlotTask(submission, message));
      } catch (OutOfMemoryError e) {
        givenBack.add(message);
        accounts.slotsGivenBack(1);
      }
      queuedForAll.run();
    }
  }

  /** Sends no more. */
  public void close() {
    for (Lane each : lanes) {
      each.close();
    }
  }
}
