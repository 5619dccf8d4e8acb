package dev.rouse.pool;

import dev.rouse.internal.common.PaddedLong;
import dev.rouse.internal.wait.RevocableTurns;
import java.util.ArrayList;
import java.util.List;

/**
 * The jobs that a submitter has sent to one worker, counted from 1: which have begun, and how the
 * others are taken away. A worker in the middle of a long job must not keep others waiting.
 */
final class LaneJobs {
  private final Submission submission;

  /** By position modulo its length, the messages that were sent. The submitter's. */
  private final long[] messages;

  /** How many were sent. Only the submitter's thread writes it, after the messages. */
  private final PaddedLong sent = PaddedLong.create();

  /** A turn of the worker is a job. */
  private final RevocableTurns turns = RevocableTurns.create();

  /**
   * Makes a lane without jobs.
   *
   * @param capacity that of the channel, a power of two: it holds no more, so a message here is not
   *     overwritten before it was taken out of the channel
   */
  LaneJobs(Submission submission, int capacity) {
    this.submission = submission;
    this.messages = new long[capacity];
  }

  Submission submission() {
    return submission;
  }

  /** Jobs are about to be sent. Called by the submitter. */
  void sending(long[] source, int offset, int length) {
    long position = sent.get();
    for (int i = 0; i < length; i++) {
      messages[slot(++position)] = source[offset + i];
    }
  }

  /**
   * Jobs were sent. Called by the submitter, which then looks whether the worker is busy. A worker
   * says that it is, and then looks whether there are jobs that have not begun. Volatile accesses
   * all, so one of them sees that somebody must be on watch.
   */
  void sent(int count) {
    sent.set(sent.get() + count);
  }

  /** Tells whether jobs were taken away whose messages are still in the channel: a recent state. */
  boolean isSkipping() {
    return turns.isSkipping();
  }

  /**
   * The worker is about to begin the next job.
   *
   * @return false if it was taken away
   */
  boolean begin() {
    return turns.begin();
  }

  /** Tells whether there are jobs that have not begun: a recent state. By any thread. */
  boolean hasWaiting() {
    return turns.begun() < sent.get();
  }

  /**
   * Takes away what has not begun. By any thread. Whoever then does these jobs sees what the
   * submitter has written: the read of {@link #sent} orders it.
   */
  List<SlotTask> takeAway() {
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
