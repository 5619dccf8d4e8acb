package dev.rouse.pool;

import dev.rouse.channel.LongSender;
import dev.rouse.wait.ClosedException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A submitter's way to one worker. For the submitter's thread. */
final class Lane {
  /** Jobs of which a worker has room for fewer than so many are long. */
  private static final int ROOM_FOR_LONG_JOBS = 16;

  private final Worker worker;
  private final LaneJobs jobs;
  private final @Nullable LongSender sender;
  private final @Nullable LongSender addressed;
  private final Accounts accounts;

  /** How many jobs have been sent and not answered. */
  private int pending;

  /** Whether the worker has ended. */
  private boolean closed;

  /** How many jobs the worker had ended when last looked at, and since when. */
  private long ended;

  private long since;

  private Lane(
      Worker worker,
      LaneJobs jobs,
      @Nullable LongSender sender,
      @Nullable LongSender addressed,
      Accounts accounts) {
    this.worker = worker;
    this.jobs = jobs;
    this.sender = sender;
    this.addressed = addressed;
    this.accounts = accounts;
    this.closed = sender == null;
  }

  /**
   * Makes a lane; a closed one if the worker has ended.
   *
   * @param isAddressed whether jobs are sent that only this worker may do
   */
  static Lane to(
      Worker worker, Submission submission, int capacity, boolean isAddressed, Accounts accounts) {
    LaneJobs jobs = new LaneJobs(submission, capacity);
    LongSender sender = null;
    LongSender addressed = null;
    try {
      addressed = isAddressed ? worker.newAddressedLane(submission, capacity) : null;
      sender = worker.newLane(jobs, capacity);
    } catch (ClosedException e) {
      // It has ended, and cannot be replaced. Others do what would be sent to it.
    }
    return new Lane(worker, jobs, sender, addressed, accounts);
  }

  /**
   * Returns how many more jobs may be sent so that none of them waits for long. None if the worker
   * is in the middle of a long job, of whatever kind. Nor if it has not skipped jobs that were
   * taken away from it: it is in the middle of a long one still; and what lies in the channel is
   * always in flight, so there is space.
   *
   * @param room how many jobs may lie at a worker
   */
  int room(int room) {
    if (closed || pending >= room || jobs.isSkipping()) {
      return 0;
    }
    if (pending != 0) {
      return isStuck() ? 0 : room - pending;
    }
    return room < ROOM_FOR_LONG_JOBS && worker.isBusy() ? 0 : room;
  }

  /**
   * As {@link #room} for the only worker of a pool: nobody else could do what it has no room for,
   * and so it gets its jobs in order.
   */
  int roomOfOnly() {
    return closed ? 0 : Integer.MAX_VALUE;
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
   * Sends jobs and wakes the worker.
   *
   * @return how many were sent: fewer if the worker has ended
   * @throws RuntimeException if the worker could not be woken; all were sent
   */
  int send(long[] messages, int offset, int length) {
    if (pending == 0) {
      ended = accounts.slotsEnded(worker.index());
      since = System.nanoTime();
    }
    jobs.sending(messages, offset, length);
    int sent = length; // what fails, fails after that: the wake
    try {
      sent = Objects.requireNonNull(sender).trySend(messages, offset, length);
    } catch (ClosedException e) {
      closed = true;
      sent = 0;
    } finally {
      jobs.sent(sent);
      pending += sent;
    }
    return sent;
  }

  /**
   * Sends a job that only this worker may do, or the one that takes its place. There is always
   * space: such jobs are not taken away.
   *
   * @return false if the worker has ended
   * @throws RuntimeException if the worker could not be woken; the job was sent
   */
  boolean sendAddressed(long message) {
    try {
      return addressed != null && addressed.trySend(message);
    } catch (ClosedException e) {
      return false;
    }
  }

  /** Tells whether jobs that were sent have to wait for others, as far as is known here. */
  boolean isWaiting() {
    return pending > 1 || worker.isBusy();
  }

  /** A job that was sent here was answered. */
  void answered() {
    pending--;
  }

  /** Sends no more jobs. */
  void close() {
    closed = true;
    worker.removeLane(jobs);
    try {
      if (sender != null) {
        sender.close();
      }
    } finally {
      if (addressed != null) {
        addressed.close();
      }
    }
  }
}
