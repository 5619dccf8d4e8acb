package dev.rouse.ring;

import java.io.Serial;

/**
 * Thrown when the memory of a ring does not hold a record where one must start: other code wrote
 * there, or two threads used the producer. The record is not skipped. The ring is closed, and every
 * further attempt of the consumer throws again; the producer throws as soon as it has used up the
 * free space.
 *
 * <p>A producer also throws it when it needs space and the consumer's position is invalid. Nothing
 * is overwritten. The ring is not closed then, and works again once the consumer has written its
 * position again.
 */
public class CorruptRecordException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1L;

  /** Where the record should have started. */
  private final long position;

  /**
   * Makes the exception.
   *
   * @param message what was found and what was expected
   * @param position where the record should have started, in bytes since the ring was created
   */
  public CorruptRecordException(String message, long position) {
    super(message);
    this.position = position;
  }

  /**
   * Returns where the record should have started.
   *
   * @return the position, in bytes since the ring was created
   */
  public long position() {
    return position;
  }
}
