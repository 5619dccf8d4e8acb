package dev.rouse.internal.file;

import dev.rouse.file.PartKind;
import java.lang.foreign.MemorySegment;
import java.util.function.IntToLongFunction;

/**
 * A part that any number of processes use without a role.
 *
 * @param segment the memory of the part
 * @param capacity as its kind counts it
 * @param file the file
 */
public record SharedPart(MemorySegment segment, long capacity, RegionFile file) {
  /**
   * Returns a part.
   *
   * @param region the region of the file
   * @param label the part
   * @param kind what it must be
   * @return the part
   * @throws IllegalArgumentException if there is no such part, or the region is not one of a file
   * @throws IllegalStateException if the region is closed
   */
  public static SharedPart of(Object region, String label, PartKind kind) {
    RegionFile file = RegionFiles.of(region);
    Placed placed = file.part(label, kind);
    return new SharedPart(file.segment(placed), placed.part().capacity(), file);
  }

  /**
   * Returns where the part is.
   *
   * @return its offset, in bytes from the start of the file
   */
  public long offset() {
    return segment.address() - file.segment().address();
  }

  /**
   * Checks the size of the part, which was read from the file.
   *
   * @param byteSize what it must be
   * @return this part
   * @throws IllegalStateException if it is not
   */
  public SharedPart requireSize(long byteSize) {
    if (segment.byteSize() != byteSize) {
      throw new IllegalStateException(
          "the part is damaged: %d bytes, expected %d".formatted(segment.byteSize(), byteSize));
    }
    return this;
  }

  /**
   * Checks the capacity against the size of the part: both were read from the file.
   *
   * @param byteSize returns how many bytes a capacity takes
   * @return the capacity
   * @throws IllegalStateException if they do not belong together
   */
  public int capacity(IntToLongFunction byteSize) {
    if (capacity <= Integer.MAX_VALUE && isValid(byteSize)) {
      return (int) capacity;
    }
    throw new IllegalStateException(
        "the part is damaged: a capacity of %d in %d bytes"
            .formatted(capacity, segment.byteSize()));
  }

  private boolean isValid(IntToLongFunction byteSize) {
    try {
      return byteSize.applyAsLong((int) capacity) == segment.byteSize();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
