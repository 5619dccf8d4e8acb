package dev.rouse.ring;

import java.lang.foreign.MemorySegment;

/** What a consumer does with a record. */
@FunctionalInterface
public interface RecordHandler {
  /**
   * Handles one record, in place. The payload may be read until this method returns; after that the
   * producer overwrites it, so a handler copies what it keeps.
   *
   * @param type the record's type, 1 or more
   * @param segment the memory that the payload lies in
   * @param offset where in {@code segment} the payload starts, in bytes; a multiple of 8
   * @param length the payload's length in bytes, 0 or more
   */
  void onRecord(int type, MemorySegment segment, long offset, int length);
}
