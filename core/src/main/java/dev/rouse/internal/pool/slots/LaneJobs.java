package dev.rouse.internal.pool.slots;

import dev.rouse.internal.common.PaddedLong;
import dev.rouse.internal.wait.RevocableTurns;
import java.util.ArrayList;
import java.util.List;

/**
 * The jobs that a submitter has sent to one worker, counted from 1: which have begun, which the
 * worker has passed and what has become of them, and how those that have not begun are taken away.
 * A worker in the middle of a long job must not keep others waiting.
 *
 * <p>The worker passes the jobs in order: it has ended each of them, or skipped it. One number says
 * how far it is, and a byte for each job what has become of it. So an answer takes no message.
 */
public final class LaneJobs {
  /** What {@link #answer} returns for a job that is answered by somebody else. */
  public static final long NO_ANSWER = -1;

  // What has become of a job: completed, with a reply of so many bytes; or one of these.
  private static final int LONGEST_REPLY_HERE = 250;

  /** Completed; the submission says how long the reply is. */
  private static final int LONGER_REPLY = 251;

  private static final int FAILED = 252;
  private static final int CANCELLED = 253;
  private static final int SKIPPED = 254;

  private final Submission submission;

  /** By position modulo its length, the messages that were sent. The submitter's. */
  private final long[] messages;

  /** By position, what has become of the job. The worker's. */
  private final byte[] outcomes;

  /** How many were sent. Only the submitter's thread writes it, after the messages. */
  private final PaddedLong sent = PaddedLong.create();

  /** A turn of the worker is a job. */
  private final RevocableTurns turns = RevocableTurns.create();

  /** How many the worker has passed. Only its thread writes it, after the outcomes. */
  private final PaddedLong passed = PaddedLong.create();

  /**
   * Makes a lane without jobs.
   *
   * @param submission where the jobs lie
   * @param capacity a power of two; the submitter must not be more than this ahead of the answers
   *     that it has taken
   */
  public LaneJobs(Submission submission, int capacity) {
    this.submission = submission;
    this.messages = new long[capacity];
    this.outcomes = new byte[capacity];
  }

  /**
   * Returns where the jobs lie.
   *
   * @return the memory of the submitter
   */
  public Submission submission() {
    return submission;
  }

  /**
   * Returns how far the submitter may be ahead of the answers.
   *
   * @return the number of jobs
   */
  public int capacity() {
    return messages.length;
  }

  /**
   * Jobs are about to be sent. Called by the submitter.
   *
   * @param source their messages
   * @param offset the index of the first one
   * @param length how many
   */
  public void sending(long[] source, int offset, int length) {
    long position = sent.get();
    for (int i = 0; i < length; i++) {
      messages[slot(++position)] = source[offset + i];
    }
  }

  /**
   * Jobs were sent. Called by the submitter, which then looks whether the worker is busy. A worker
   * says that it is, and then looks whether there are jobs that have not begun. Volatile accesses
   * all, so one of them sees that somebody must be on watch.
   *
   * @param count how many
   */
  public void sent(int count) {
    sent.set(sent.get() + count);
  }

  /**
   * Tells whether jobs were taken away that the worker has not skipped yet: a recent state.
   *
   * @return true if there are
   */
  public boolean isSkipping() {
    return turns.isSkipping();
  }

  /**
   * The worker is about to begin the next job. If this returns true, it must call {@link #ended} or
   * {@link #skip}.
   *
   * @return false if it was taken away
   */
  public boolean begin() {
    if (turns.begin()) {
      // If an error keeps the worker from saying more, nobody takes the outcome of a job that was
      // in this place before for that of this one.
      outcomes[slot(turns.begun())] = (byte) FAILED;
      return true;
    }
    skip();
    return false;
  }

  /**
   * The job that has begun last has ended.
   *
   * @param reply the answer
   */
  public void ended(long reply) {
    outcomes[slot(turns.begun())] = (byte) outcome(reply);
    pass();
  }

  private int outcome(long reply) {
    return switch (SlotMessage.status(reply)) {
      case SlotMessage.COMPLETED -> {
        int length = SlotMessage.length(reply);
        if (length <= LONGEST_REPLY_HERE) {
          yield length;
        }
        submission.replyLengths[SlotMessage.slot(reply)] = length;
        yield LONGER_REPLY;
      }
      case SlotMessage.FAILED -> FAILED;
      default -> CANCELLED;
    };
  }

  /** The job that has begun last is answered by somebody else. */
  public void skip() {
    outcomes[slot(turns.begun())] = (byte) SKIPPED;
    pass();
  }

  /** Release: who sees the number sees the outcomes and the replies. */
  private void pass() {
    passed.setRelease(turns.begun());
  }

  /**
   * Returns how many jobs the worker has passed. By any thread; the submitter may take them.
   *
   * @return the position of the last one
   */
  public long passed() {
    return passed.getAcquire();
  }

  /**
   * Returns the message of the job at a position. For the submitter.
   *
   * @param position the position, from 1
   * @return the message
   */
  public long message(long position) {
    return messages[slot(position)];
  }

  /**
   * Returns the answer to the job at a position that was passed. For the submitter.
   *
   * @param position the position, from 1
   * @return the answer, or {@link #NO_ANSWER}
   */
  public long answer(long position) {
    long message = messages[slot(position)];
    int outcome = outcomes[slot(position)] & 0xff;
    if (outcome <= LONGEST_REPLY_HERE) {
      return SlotMessage.reply(message, SlotMessage.COMPLETED, outcome);
    }
    return switch (outcome) {
      case LONGER_REPLY ->
          SlotMessage.reply(
              message, SlotMessage.COMPLETED, submission.replyLengths[SlotMessage.slot(message)]);
      case FAILED -> SlotMessage.reply(message, SlotMessage.FAILED, 0);
      case CANCELLED -> SlotMessage.reply(message, SlotMessage.CANCELLED, 0);
      default -> NO_ANSWER;
    };
  }

  /**
   * Tells whether there are jobs that have not begun: a recent state. By any thread.
   *
   * @return true if there are
   */
  public boolean hasWaiting() {
    return turns.begun() < sent.get();
  }

  /**
   * Returns how many jobs have not begun: a recent number. By any thread.
   *
   * @return the number, 0 or more
   */
  public long waiting() {
    long begun = turns.begun(); // first, so that it is not the larger one
    return Math.max(0, sent.getAcquire() - begun);
  }

  /**
   * Takes away what has not begun. By any thread. Whoever then does these jobs sees what the
   * submitter has written: the read of {@link #sent} orders it.
   *
   * @return the jobs, for somebody else
   */
  public List<SlotTask> takeAway() {
    synchronized (turns) {
      List<SlotTask> tasks = new ArrayList<>();
      long last = sent.get();
      for (long position = turns.firstToTakeAway(); position <= last; position++) {
        tasks.add(new SlotTask(submission, messages[slot(position)]));
      }
      // At the end: if there was no memory for the list, nothing is taken away.
      turns.takeAway(last);
      return tasks;
    }
  }

  private int slot(long position) {
    return (int) position & (messages.length - 1);
  }
}
