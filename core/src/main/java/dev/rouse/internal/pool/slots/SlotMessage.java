package dev.rouse.internal.pool.slots;

/**
 * What a submitter and the workers send to each other: a long that names a slot. From the lowest
 * bit: the slot, 24 bits; the length of the job or of the reply, 31 bits; the status, 2 bits; how
 * many slots follow whose jobs have the same length, 6 bits. So it is never negative.
 */
public final class SlotMessage {
  /** The status of a job with a reply. */
  public static final int COMPLETED = 0;

  /** The status of a job that has failed. */
  public static final int FAILED = 1;

  /** The status of a job that was cancelled. */
  public static final int CANCELLED = 2;

  /** How many slots there can be. */
  public static final int MOST_SLOTS = 1 << 24;

  /** How many slots a message can name. */
  public static final int LONGEST_RUN = 64;

  private static final int LENGTH_SHIFT = 24;
  private static final int STATUS_SHIFT = LENGTH_SHIFT + 31;
  private static final int RUN_SHIFT = STATUS_SHIFT + 2;

  private SlotMessage() {}

  /**
   * Returns the message of a job.
   *
   * @param slot where it lies
   * @param length its length in bytes
   * @return the message
   */
  public static long job(int slot, int length) {
    return (long) length << LENGTH_SHIFT | slot;
  }

  /**
   * Puts messages of single jobs together where their slots follow each other and their lengths are
   * the same.
   *
   * @param jobs where the messages are
   * @param from the index of the first one
   * @param count how many there are
   * @param longest the most jobs to put together, 1 to {@link #LONGEST_RUN}
   * @param runs where the runs go, from index 0
   * @return how many runs there are
   */
  public static int runs(long[] jobs, int from, int count, int longest, long[] runs) {
    int made = 0;
    int i = from;
    int end = from + count;
    while (i < end) {
      long first = jobs[i];
      int last = Math.min(end, i + longest);
      int next = i + 1;
      // The slot is in the lowest bits. From the last slot there is to slot 0 it would carry into
      // the
      // length; next() of SlotBatch counts in the same way, so the message is right all the same.
      while (next < last && jobs[next] == first + (next - i)) {
        next++;
      }
      runs[made++] = (long) (next - i - 1) << RUN_SHIFT | first;
      i = next;
    }
    return made;
  }

  /**
   * Returns how many slots a message names.
   *
   * @param message the message
   * @return the number, at least 1
   */
  public static int runLength(long message) {
    return (int) (message >>> RUN_SHIFT) + 1;
  }

  /**
   * Returns the message of the first job of a run.
   *
   * @param message the message of the run
   * @return the message of the job
   */
  public static long first(long message) {
    return message & ((1L << RUN_SHIFT) - 1);
  }

  /**
   * Returns the message that answers another one.
   *
   * @param job the message of the job
   * @param status what has become of it
   * @param length the length of the reply in bytes
   * @return the answer
   */
  public static long reply(long job, int status, int length) {
    return (long) status << STATUS_SHIFT | (long) length << LENGTH_SHIFT | (job & (MOST_SLOTS - 1));
  }

  /**
   * Returns the first slot that a message names.
   *
   * @param message the message
   * @return the slot
   */
  public static int slot(long message) {
    return (int) message & (MOST_SLOTS - 1);
  }

  /**
   * Returns the length of the job or of the reply.
   *
   * @param message the message
   * @return the length in bytes
   */
  public static int length(long message) {
    return (int) (message >>> LENGTH_SHIFT) & Integer.MAX_VALUE;
  }

  /**
   * Returns what has become of a job.
   *
   * @param message the answer
   * @return {@link #COMPLETED}, {@link #FAILED} or {@link #CANCELLED}
   */
  public static int status(long message) {
    return (int) (message >>> STATUS_SHIFT) & 3;
  }
}
