package dev.rouse.ring;

import java.io.Serial;

/**
 * Thrown when the memory of a ring does not hold a record where one must start: somebody else wrote
 * there, or the producer was used by two threads. The record is not skipped: the ring is closed,
 * and the exception comes again at every further attempt of either side, of the producer as soon as
 * it has used up the space.
 *
 * <p>A producer throws it also when it needs space and finds the position of the consumer where
 * that cannot be. Nothing is overwritten; the ring is not closed for that, and works again once the
 * consumer has written its position anew.
 */
public class CorruptRecordException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1L;

  /** Where the record was to start. */
  private final long position;

  /**
   * Makes the exception.
   *
   * @param message what was found and what was expected
   * @param position where the record was to start, in bytes since the ring was created
   */
  public CorruptRecordException(String message, long position) {
    super(message);
    this.position = position;
  }

  /**
   * Returns where the record was to start.
   *
   * @return the position, in bytes since the ring was created
   */
  public long position() {
    return position;
  }
}
