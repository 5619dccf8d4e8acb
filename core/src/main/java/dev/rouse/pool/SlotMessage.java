package dev.rouse.pool;

/**
 * What a submitter and the workers send to each other: a long that names a slot. From the lowest
 * bit: the slot, 24 bits; the length of the job or of the reply, 31 bits; the status, 2 bits; how
 * many slots follow whose jobs have the same length, 6 bits. So it is never negative.
 */
final class SlotMessage {
  static final int COMPLETED = 0;
  static final int FAILED = 1;
  static final int CANCELLED = 2;

  /** How many slots there can be. */
  static final int MOST_SLOTS = 1 << 24;

  /** How many slots a message can name. */
  static final int LONGEST_RUN = 64;

  private static final int LENGTH_SHIFT = 24;
  private static final int STATUS_SHIFT = LENGTH_SHIFT + 31;
  private static final int RUN_SHIFT = STATUS_SHIFT + 2;

  private SlotMessage() {}

  static long job(int slot, int length) {
    return (long) length << LENGTH_SHIFT | slot;
  }

  /**
   * Puts messages of single jobs together where their slots follow each other and their lengths are
   * the same.
   *
   * @param jobs where the messages are, from an index on
   * @param longest the most jobs to put together, 1 to {@link #LONGEST_RUN}
   * @param runs where the runs go, from index 0
   * @return how many runs there are
   */
  static int runs(long[] jobs, int from, int count, int longest, long[] runs) {
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

  /** Returns how many slots a message names. */
  static int runLength(long message) {
    return (int) (message >>> RUN_SHIFT) + 1;
  }

  /** Returns the message of the first job of a run. */
  static long first(long message) {
    return message & ((1L << RUN_SHIFT) - 1);
  }

  /** Returns the message that answers another one. */
  static long reply(long job, int status, int length) {
    return (long) status << STATUS_SHIFT | (long) length << LENGTH_SHIFT | (job & (MOST_SLOTS - 1));
  }

  static int slot(long message) {
    return (int) message & (MOST_SLOTS - 1);
  }

  static int length(long message) {
    return (int) (message >>> LENGTH_SHIFT) & Integer.MAX_VALUE;
  }

  static CompletionStatus status(long message) {
    return switch ((int) (message >>> STATUS_SHIFT) & 3) {
      case COMPLETED -> CompletionStatus.COMPLETED;
      case FAILED -> CompletionStatus.FAILED;
      default -> CompletionStatus.CANCELLED;
    };
  }
}
