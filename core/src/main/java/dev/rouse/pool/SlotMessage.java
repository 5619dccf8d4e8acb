package dev.rouse.pool;

/**
 * What a submitter and the workers send to each other: a long that names a slot. From the lowest
 * bit: the slot, 24 bits; the length of the job or of the reply, 31 bits; the status, 2 bits. So it
 * is never negative.
 */
final class SlotMessage {
  static final int COMPLETED = 0;
  static final int FAILED = 1;
  static final int CANCELLED = 2;

  /** How many slots there can be. */
  static final int MOST_SLOTS = 1 << 24;

  private static final int LENGTH_SHIFT = 24;
  private static final int STATUS_SHIFT = LENGTH_SHIFT + 31;

  private SlotMessage() {}

  static long job(int slot, int length) {
    return (long) length << LENGTH_SHIFT | slot;
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
