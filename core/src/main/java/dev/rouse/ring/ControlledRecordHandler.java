package dev.rouse.ring;

import java.lang.foreign.MemorySegment;

/** Handles records in place and decides after each of them how to continue. */
@FunctionalInterface
public interface ControlledRecordHandler {
  /** How to continue after a record. */
  enum Action {
    /** The record is handled; continue with the next one. */
    CONTINUE,
    /** The record is handled; end the drain. */
    STOP,
    /** The record is not handled: it stays, and the next drain begins with it. End the drain. */
    LEAVE
  }

  /**
   * Handles a record.
   *
   * @param type the record's type, 1 or more
   * @param segment the memory of the ring; read only the payload, and only until the method returns
   * @param offset where in {@code segment} the payload starts, in bytes, a multiple of 8
   * @param length the payload's length in bytes, 0 or more
   * @return how to continue, never null
   */
  Action onRecord(int type, MemorySegment segment, long offset, int length);
}
