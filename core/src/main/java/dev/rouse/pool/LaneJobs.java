package dev.rouse.pool;

import dev.rouse.internal.common.FieldPadding;
import dev.rouse.internal.common.PaddedLong;
import dev.rouse.internal.wait.AsymmetricFence;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * The jobs that a submitter has sent to one worker, and how they are taken away from it: a worker
 * in the middle of a long job must not keep others waiting behind it.
 *
 * <p>Jobs are counted from 1. The worker says which one it is about to begin, and then looks
 * whether jobs are being taken away. Who takes jobs away says so first, and then looks which one
 * has begun. Between the two steps of the worker is a light fence and between those of the other
 * thread a heavy one (see {@link AsymmetricFence}): either the worker sees that it must ask, and
 * then waits for the lock and skips what was taken away; or the other thread sees that the job has
 * begun, and leaves it alone.
 */
abstract class LaneJobs extends FieldPadding {
  private static final VarHandle BEGUN;
  private static final VarHandle REVOKED;

  static {
    try {
      var lookup = MethodHandles.lookup();
      BEGUN = lookup.findVarHandle(LaneJobs.class, "begun", long.class);
      REVOKED = lookup.findVarHandle(LaneJobs.class, "revoked", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Submission submission;

  /** By position modulo its length, the messages that were sent. The submitter's. */
  private final long[] messages;

  /** How many were sent. Only the submitter's thread writes it, after the messages. */
  private final PaddedLong sent = PaddedLong.create();

  /** How many have begun, or were skipped. Only the worker's thread writes it. */
  private long begun;

  /** Whether jobs up to {@link #movedUpTo} may have been taken away: 0 or 1. Under the lock. */
  @SuppressWarnings("unused") // through REVOKED
  private long revoked;

  /** Under the lock. */
  private long movedUpTo;

  private LaneJobs(Submission submission, int capacity) {
    this.submission = submission;
    this.messages = new long[capacity];
  }

  /**
   * Makes a lane without jobs.
   *
   * @param capacity that of the channel, a power of two: so many jobs have not been taken out of it
   *     at most, and a message here is not overwritten before
   */
  static LaneJobs create(Submission submission, int capacity) {
    return new Padded(submission, capacity);
  }

  Submission submission() {
    return submission;
  }

  /** Jobs are about to be sent. Called by the submitter. */
  void sending(long[] source, int offset, int length) {
    long position = sent.get();
    for (int i = 0; i < length; i++) {
      messages[(int) ++position & (messages.length - 1)] = source[offset + i];
    }
  }

  /** Jobs were sent. Called by the submitter. */
  void sent(int count) {
    sent.setRelease(sent.get() + count);
  }

  /**
   * The worker is about to begin the next job.
   *
   * @return false if it was taken away
   */
  boolean begin() {
    long position = begun + 1;
    BEGUN.setOpaque(this, position);
    AsymmetricFence.light();
    return (long) REVOKED.getOpaque(this) == 0 || isStillHere(position);
  }

  private synchronized boolean isStillHere(long position) {
    if (position >= movedUpTo) {
      REVOKED.setOpaque(this, 0L);
    }
    return position > movedUpTo;
  }

  /** Tells whether there are jobs that have not begun: a recent state. By any thread. */
  boolean hasWaiting() {
    return (long) BEGUN.getOpaque(this) < sent.get();
  }

  /** Takes away what has not begun. By any thread. */
  synchronized List<SlotTask> takeAway() {
    REVOKED.setOpaque(this, 1L);
    AsymmetricFence.heavy();
    long first = Math.max((long) BEGUN.getOpaque(this), movedUpTo) + 1;
    long last = sent.get();
    List<SlotTask> tasks = new ArrayList<>();
    for (long position = first; position <= last; position++) {
      tasks.add(new SlotTask(submission, messages[(int) position & (messages.length - 1)]));
    }
    // Last: nothing is taken away if there was no memory for the list.
    movedUpTo = Math.max(movedUpTo, last);
    return tasks;
  }

  /** Adds 128 bytes of padding after the fields, see {@link FieldPadding}. */
  @SuppressWarnings("unused") // they only take space
  private static final class Padded extends LaneJobs {
    private long after0;
    private long after1;
    private long after2;
    private long after3;
    private long after4;
    private long after5;
    private long after6;
    private long after7;
    private long after8;
    private long after9;
    private long after10;
    private long after11;
    private long after12;
    private long after13;
    private long after14;
    private long after15;

    Padded(Submission submission, int capacity) {
      super(submission, capacity);
    }
  }
}
