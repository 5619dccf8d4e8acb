package dev.rouse.pool;

import dev.rouse.channel.LongSender;
import dev.rouse.wait.ClosedException;

/** A submitter's way to one worker. For the submitter's thread. */
final class Lane {
  /** Jobs of which a worker has room for fewer than so many are long. */
  private static final int ROOM_FOR_LONG_JOBS = 16;

  private final Worker worker;
  private final LaneJobs jobs;
  private final LongSender sender;
  private final Accounts accounts;

  /** How many jobs have been sent and not answered. */
  private int pending;

  /** Whether the worker has ended. */
  private boolean closed;

  /** How many jobs the worker had ended when last looked at, and since when. */
  private long ended;

  private long since;

  private Lane(Worker worker, LaneJobs jobs, LongSender sender, Accounts accounts) {
    this.worker = worker;
    this.jobs = jobs;
    this.sender = sender;
    this.accounts = accounts;
  }

  static Lane to(Worker worker, Submission submission, int capacity, Accounts accounts) {
    LaneJobs jobs = LaneJobs.create(submission, capacity);
    return new Lane(worker, jobs, worker.newLane(jobs, capacity), accounts);
  }

  /**
   * Returns how many more jobs may be sent so that none of them waits for long. None if the worker
   * is in the middle of a long job, of whatever kind.
   *
   * @param room how many jobs may lie at a worker
   */
  int room(int room) {
    if (closed || pending >= room) {
      return 0;
    }
    if (pending != 0) {
      return isStuck() ? 0 : room - pending;
    }
    return room < ROOM_FOR_LONG_JOBS && worker.isBusy() ? 0 : room;
  }

  /** Tells whether the worker has been busy with one job for longer than the others may wait. */
  private boolean isStuck() {
    long now = System.nanoTime();
    long endedNow = accounts.slotsEnded(worker.index());
    if (endedNow != ended) {
      ended = endedNow;
      since = now;
      return false;
    }
    return now - since > Crew.ROOM_NANOS;
  }

  /**
   * Sends jobs, for which there is always space, and wakes the worker.
   *
   * @return how many were sent: fewer if the worker has ended
   */
  int send(long[] messages, int offset, int length) {
    if (pending == 0) {
      ended = accounts.slotsEnded(worker.index());
      since = System.nanoTime();
    }
    try {
      jobs.sending(messages, offset, length);
      int sent = sender.trySend(messages, offset, length);
      jobs.sent(sent);
      pending += sent;
      return sent;
    } catch (ClosedException e) {
      closed = true;
      return 0;
    }
  }

  /** Tells whether jobs that were sent have to wait for others, as far as is known here. */
  boolean isWaiting() {
    return pending > 1 || worker.isBusy();
  }

  /** Tells whether the worker takes jobs, as far as is known here. */
  boolean isOpen() {
    return !closed;
  }

  /** A job that was sent here was answered. */
  void answered() {
    pending--;
  }

  /** Sends no more jobs. */
  void close() {
    closed = true;
    sender.close();
    worker.removeLane(jobs);
  }
}
