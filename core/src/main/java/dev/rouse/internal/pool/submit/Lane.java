package dev.rouse.internal.pool.submit;

import dev.rouse.channel.LongSender;
import dev.rouse.internal.pool.accounts.Accounts;
import dev.rouse.internal.pool.crew.JobLength;
import dev.rouse.internal.pool.crew.Worker;
import dev.rouse.internal.pool.slots.AddressedJobs;
import dev.rouse.internal.pool.slots.LaneJobs;
import dev.rouse.internal.pool.slots.SlotMessage;
import dev.rouse.internal.pool.slots.Submission;
import dev.rouse.wait.ClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A submitter's way to one worker. For the submitter's thread. */
public final class Lane {
  /** Jobs of which a worker has room for fewer than so many are long. */
  private static final int ROOM_FOR_LONG_JOBS = 16;

  /**
   * A worker whose jobs were short and that has ended none for as long as this is in the middle of
   * a long one. If it is not as long, it was probably preempted: somewhat more than a time slice of
   * Linux. To send the next jobs to another worker then would only give the scheduler one more
   * thread to share the processors with. The worker on watch finds a long job sooner.
   */
  private static final long PREEMPTED_NANOS = 4_000_000;

  private final Worker worker;
  private final LaneJobs jobs;
  private final @Nullable LongSender sender;
  private final @Nullable LongSender addressed;
  private final AddressedJobs addressedJobs;
  private final Accounts accounts;

  /** The messages that name the jobs of a send. */
  private final long[] runs = new long[Sending.BATCH];

  /** How many jobs have been sent, and how many of them are answered here or were skipped. */
  private long sent;

  private long answered;

  /** Whether the worker has ended. */
  private boolean closed;

  /** How many jobs the worker had ended when last looked at, and since when. */
  private long ended;

  private long since;

  private boolean progress;

  /** Only so that the reads are not optimized away. */
  @SuppressWarnings({"unused", "UnusedVariable"})
  private long fetched;

  private Lane(
      Worker worker,
      LaneJobs jobs,
      @Nullable LongSender sender,
      @Nullable LongSender addressed,
      AddressedJobs addressedJobs,
      Accounts accounts) {
    this.worker = worker;
    this.jobs = jobs;
    this.sender = sender;
    this.addressed = addressed;
    this.addressedJobs = addressedJobs;
    this.accounts = accounts;
    this.closed = sender == null;
  }

  /**
   * Makes a lane to each worker; a closed one if the worker has ended.
   *
   * @param workers the workers
   * @param submission where the jobs lie
   * @param credits how many jobs there can be in flight
   * @param isAddressed whether jobs are sent that only one worker may do
   * @param accounts the accounts of the pool
   * @return the lanes, by worker
   */
  public static Lane[] toAll(
      List<Worker> workers,
      Submission submission,
      int credits,
      boolean isAddressed,
      Accounts accounts) {
    int capacity = Submission.channelCapacity(credits);
    List<Lane> open = new ArrayList<>();
    boolean made = false;
    try {
      for (Worker worker : workers) {
        open.add(to(worker, submission, capacity, isAddressed, accounts));
      }
      Lane[] lanes = open.toArray(Lane[]::new);
      made = true;
      return lanes;
    } finally {
      if (!made) {
        open.forEach(Lane::close);
      }
    }
  }

  private static Lane to(
      Worker worker, Submission submission, int capacity, boolean isAddressed, Accounts accounts) {
    LaneJobs jobs = new LaneJobs(submission, capacity);
    LongSender sender = null;
    LongSender addressed = null;
    AddressedJobs addressedJobs = new AddressedJobs();
    try {
      addressed = isAddressed ? worker.newAddressedLane(addressedJobs, submission, capacity) : null;
      sender = worker.newLane(jobs, capacity);
    } catch (ClosedException e) {
      // It has ended, and cannot be replaced. Others do what would be sent to it.
    }
    return new Lane(worker, jobs, sender, addressed, addressedJobs, accounts);
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
    int pending = pending();
    if (closed || pending >= room || jobs.isSkipping()) {
      return 0;
    }
    if (pending != 0) {
      return isStuck(room) ? 0 : Math.min(room - pending, space());
    }
    return room < ROOM_FOR_LONG_JOBS && worker.turns().isBusy() ? 0 : Math.min(room, space());
  }

  private int pending() {
    return (int) (sent - answered);
  }

  private int space() {
    return jobs.capacity() - pending();
  }

  /**
   * As {@link #room} for the only worker of a pool: nobody else could do what it has no room for,
   * and so it gets its jobs in order.
   */
  int roomOfOnly() {
    return closed ? 0 : space();
  }

  /**
   * Tells whether the worker has been busy with one job for longer than the others may wait.
   *
   * @param room as in {@link #room}
   */
  private boolean isStuck(int room) {
    if (progress) { // an answer has come: no need to look at what the worker writes
      progress = false;
      since = 0;
      return false;
    }
    long endedNow = accounts.slotsEnded(worker.index());
    long now = System.nanoTime();
    if (since == 0 || endedNow != ended) {
      ended = endedNow;
      since = now;
      return false;
    }
    return now - since > (room == Integer.MAX_VALUE ? PREEMPTED_NANOS : JobLength.ROOM_NANOS);
  }

  /**
   * Sends jobs and wakes the worker. There must be room for them.
   *
   * @param longestRun how many jobs the worker takes at once, at most
   * @return how many were sent: fewer if the worker has ended
   * @throws RuntimeException if the worker could not be woken; all were sent
   */
  int send(long[] messages, int offset, int length, int longestRun) {
    if (sent == answered) {
      since = 0;
    }
    jobs.sending(messages, offset, length);
    int runCount = SlotMessage.runs(messages, offset, length, longestRun, runs);
    int done = length; // what fails, fails after that: the wake
    try {
      int runsSent = Objects.requireNonNull(sender).trySend(runs, 0, runCount);
      if (runsSent != runCount) {
        // There is space for a message of each job. So the worker has ended meanwhile, and has
        // taken only the first ones.
        closed = true;
        done = jobsOf(runsSent);
      }
    } catch (ClosedException e) {
      closed = true;
      done = 0;
    } finally {
      jobs.sent(done);
      sent += done;
    }
    return done;
  }

  private int jobsOf(int runCount) {
    int count = 0;
    for (int i = 0; i < runCount; i++) {
      count += SlotMessage.runLength(runs[i]);
    }
    return count;
  }

  /**
   * Sends a job that only this worker may do, or the one that takes its place. There is always
   * space: such jobs are not taken away.
   *
   * @return false if the worker has ended
   * @throws RuntimeException if the worker could not be woken; the job was sent
   */
  boolean sendAddressed(long message) {
    if (addressed == null) {
      return false;
    }
    boolean done = true; // what fails, fails after that: the wake
    try {
      done = addressed.trySend(message);
    } catch (ClosedException e) {
      done = false;
    } finally {
      if (done) {
        addressedJobs.sent();
      }
    }
    return done;
  }

  Worker worker() {
    return worker;
  }

  /** Tells whether jobs that were sent have to wait for others, as far as is known here. */
  boolean isWaiting() {
    return pending() > 1 || worker.turns().isBusy();
  }

  /** Tells whether the worker has passed jobs whose answers were not taken. */
  boolean hasAnswers() {
    return jobs.passed() != answered;
  }

  /**
   * Takes the answers that there are.
   *
   * @param limit how many to take at most
   * @param action is called with each; if it throws, the next call goes on after it
   * @return how many were taken
   */
  int takeAnswers(int limit, LongConsumer action) {
    int count = 0;
    long last;
    while (count < limit && (last = jobs.passed()) != answered) {
      progress = true;
      last = Math.min(last, answered + Math.min(limit - count, SlotMessage.LONGEST_RUN));
      fetch(last);
      while (count < limit && answered < last) {
        long answer = jobs.answer(++answered);
        if (answer != LaneJobs.NO_ANSWER) {
          count++;
          action.accept(answer);
        }
      }
    }
    return count;
  }

  /** Has the replies come together, if their slots follow each other, as they nearly always do. */
  private void fetch(long last) {
    int first = SlotMessage.slot(jobs.message(answered + 1));
    int count = (int) (last - answered);
    if (count > 1 && SlotMessage.slot(jobs.message(last)) == first + count - 1) {
      fetched = jobs.submission().fetchReplies(first, count);
    }
  }

  /** Sends no more jobs. */
  void close() {
    closed = true;
    worker.incoming().remove(jobs, addressedJobs);
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
