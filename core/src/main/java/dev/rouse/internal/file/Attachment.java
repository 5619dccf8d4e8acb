package dev.rouse.internal.file;

import dev.rouse.file.PartKind;
import dev.rouse.internal.common.WaitWatch;
import java.lang.foreign.MemorySegment;
import java.util.function.Function;
import java.util.function.IntToLongFunction;

/**
 * One end of a part, which this process has.
 *
 * @param part the part
 * @param role the role
 * @param watch looks after the other end
 */
public record Attachment(SharedPart part, HeldRole role, WaitWatch watch) {
  /**
   * Takes a role of a part and makes its end; gives the role up if that fails.
   *
   * @param region the region of the file
   * @param label the part
   * @param kind what the part must be
   * @param role which of the kind's roles
   * @param end makes the end, which then keeps the role
   * @param <T> the type of the end
   * @return the end
   * @throws IllegalArgumentException if there is no such part, or the region is not one of a file
   * @throws dev.rouse.file.RoleTakenException if somebody else has the role
   * @throws IllegalStateException if the region is closed
   */
  public static <T> T attach(
      Object region, String label, PartKind kind, int role, Function<Attachment, T> end) {
    RegionFile file = RegionFiles.of(region);
    try {
      return attach(file, file.part(label, kind), role, end);
    } catch (InternalError e) {
      throw file.explain(e);
    }
  }

  private static <T> T attach(
      RegionFile file, Placed placed, int role, Function<Attachment, T> end) {
    Attachment attachment = file.attach(placed, role);
    boolean made = false;
    try {
      T result = end.apply(attachment);
      made = true;
      attachment.role.made();
      return result;
    } finally {
      if (!made) {
        attachment.role.release();
      }
    }
  }

  /**
   * As {@link SharedPart#capacity(IntToLongFunction)}.
   *
   * @param byteSize returns how many bytes a capacity takes
   * @return the capacity
   * @throws IllegalStateException if capacity and size do not belong together
   */
  public int capacity(IntToLongFunction byteSize) {
    return part.capacity(byteSize);
  }

  /**
   * Returns the memory of the part.
   *
   * @return the memory
   */
  public MemorySegment segment() {
    return part.segment();
  }
}
