package dev.rouse.internal.pool.slots;

import dev.rouse.internal.common.FieldPadding;
import org.jspecify.annotations.Nullable;

/**
 * What a worker has taken out of a submitter's channel last, and which part of it has not begun. If
 * the worker's thread dies of a job, the next thread goes on here; the start of a thread passes it
 * on. It changes with each job, so it shares no cache line with what others read.
 */
public class SlotBatch extends FieldPadding {
  private static final long[] NONE = {};

  private long nextRun;
  private long runs;

  /** The next job of the present run, and how many are left of it. */
  private long nextJob;

  private long left;

  /** Only so that the reads are not optimized away. */
  @SuppressWarnings({"unused", "UnusedVariable"})
  private long fetched;

  private long[] messages = NONE;
  private final @Nullable LaneJobs lane;
  private final @Nullable AddressedJobs addressed;
  private final Submission submission;

  private SlotBatch(
      @Nullable LaneJobs lane, @Nullable AddressedJobs addressed, Submission submission) {
    this.lane = lane;
    this.addressed = addressed;
    this.submission = submission;
  }

  /**
   * Makes a batch without jobs, of those that others may do, too.
   *
   * @param lane the jobs that were sent
   * @return a new batch
   */
  public static SlotBatch of(LaneJobs lane) {
    return new Padded(lane, null, lane.submission());
  }

  /**
   * Makes a batch without jobs, of those that nobody else may do.
   *
   * @param addressed the jobs that were sent
   * @param submission where they lie
   * @return a new batch
   */
  public static SlotBatch of(AddressedJobs addressed, Submission submission) {
    return new Padded(null, addressed, submission);
  }

  /**
   * Takes jobs, when all that were taken before have begun.
   *
   * @param runs names the jobs in runs; must not change until they have begun
   * @param count how many runs
   */
  public final void take(long[] runs, int count) {
    this.messages = runs;
    this.nextRun = 0;
    this.runs = count;
  }

  /**
   * Tells whether there are jobs that have not begun.
   *
   * @return true if there are
   */
  public final boolean hasNext() {
    return left != 0 || nextRun < runs;
  }

  /**
   * Takes the message of the next job, whatever becomes of it.
   *
   * @return the message
   */
  public final long next() {
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
      fetched = submission.fetchJobs(SlotMessage.slot(run), length);
    }
  }

  /**
   * Returns the lane of the jobs.
   *
   * @return the lane; null if nobody else may do them
   */
  public final @Nullable LaneJobs lane() {
    return lane;
  }

  /**
   * Returns who counts the jobs that nobody else may do.
   *
   * @return the jobs; null if they have come in a lane
   */
  public final @Nullable AddressedJobs addressed() {
    return addressed;
  }

  /**
   * Returns where the jobs lie.
   *
   * @return the memory of the submitter
   */
  public final Submission submission() {
    return submission;
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

    private Padded(
        @Nullable LaneJobs lane, @Nullable AddressedJobs addressed, Submission submission) {
      super(lane, addressed, submission);
    }
  }
}
