package dev.rouse.ring;

import java.lang.foreign.MemorySegment;

/** Gets records in place and decides after each of them how to go on. */
@FunctionalInterface
public interface ControlledRecordHandler {
  /** How to go on after a record. */
  enum Action {
    /** The record is done; the next one, please. */
    CONTINUE,
    /** The record is done; no more for now. */
    STOP,
    /** The record is not done: it stays, and the next drain begins with it. No more for now. */
    LEAVE
  }

  /**
   * Handles a record.
   *
   * @param type the record's type, 1 or more
   * @param segment the memory of the ring; read nothing outside the payload, and nothing of it
   *     after the method has returned
   * @param offset where in {@code segment} the payload starts, in bytes, a multiple of 8
   * @param length the payload's length in bytes, 0 or more
   * @return how to go on, never null
   */
  Action onRecord(int type, MemorySegment segment, long offset, int length);
}
