package dev.rouse.pool;

import dev.rouse.internal.common.FieldPadding;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a worker has taken out of a submitter's channel last, and which part of it has not begun. If
 * the worker's thread dies of a job, the next thread goes on here; the start of a thread passes it
 * on. Apart from the other fields of the worker, which others read: this changes with each job.
 */
class SlotBatch extends FieldPadding {
  private static final long[] NONE = {};

  private long nextRun;
  private long runs;

  /** The next job of the present run, and how many are left of it. */
  private long nextJob;

  private long left;

  /** How many submitters' jobs have begun in this turn. */
  private long begunInTurn;

  /** Only so that the reads are not optimized away. */
  @SuppressWarnings({"unused", "UnusedVariable"})
  private long fetched;

  private long[] messages = NONE;
  private @Nullable LaneJobs lane;
  private @Nullable Submission submission;

  private SlotBatch() {}

  static SlotBatch create() {
    return new Padded();
  }

  /**
   * Takes jobs, when all that were taken before have begun.
   *
   * @param lane how they were sent, or null if nobody else may do them
   * @param messages names the jobs in runs; must not change until they have begun
   */
  final void take(@Nullable LaneJobs lane, Submission submission, long[] messages, int count) {
    this.lane = lane;
    this.submission = submission;
    this.messages = messages;
    this.nextRun = 0;
    this.runs = count;
  }

  final boolean hasNext() {
    return left != 0 || nextRun < runs;
  }

  /** Takes the message of the next job, whatever becomes of it. */
  final long next() {
    if (left == 0) {
      beginRun();
    }
    left--;
    return nextJob++; // the slot is in the lowest bits
  }

  private void beginRun() {
    long run = messages[(int) nextRun++];
    int length = SlotMessage.runLength(run);
    nextJob = SlotMessage.first(run);
    left = length;
    if (length > 1) {
      fetched = submission().fetchJobs(SlotMessage.slot(run), length);
    }
  }

  final @Nullable LaneJobs lane() {
    return lane;
  }

  final Submission submission() {
    return Objects.requireNonNull(submission);
  }

  /**
   * A job begins.
   *
   * @return false if it is not the first one of this turn
   */
  final boolean beginsTurn() {
    return begunInTurn++ == 0;
  }

  /** Ends the turn. Returns how many jobs it had. */
  final int endTurn() {
    int jobs = (int) begunInTurn;
    if (jobs != 0) {
      begunInTurn = 0;
    }
    return jobs;
  }

  /** Adds 128 bytes of padding after the fields, see {@link FieldPadding}. */
  @SuppressWarnings("unused") // they only take space
  private static final class Padded extends SlotBatch {
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
  }
}
