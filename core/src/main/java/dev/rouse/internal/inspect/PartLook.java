package dev.rouse.internal.inspect;

import dev.rouse.file.Part;
import dev.rouse.internal.file.Placed;
import dev.rouse.internal.file.RegionLook;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * A part of a region file, or what lies in a part from some offset on. Others may write to it at
 * any time. Each access is checked by the JDK: speed does not matter here, and an offset that was
 * worked out from what others have written cannot lead out of the part.
 *
 * <p>All reads are volatile: of two words that are read one after the other, the second is at least
 * as new as what its writer had written before the first.
 */
public final class PartLook {
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

  private final RegionLook region;
  private final Placed placed;
  private final MemorySegment memory;

  private PartLook(RegionLook region, Placed placed, MemorySegment memory) {
    this.region = region;
    this.placed = placed;
    this.memory = memory;
  }

  /**
   * Makes the look at a whole part.
   *
   * @param region the contents of the file
   * @param placed the part
   * @return the look
   */
  public static PartLook of(RegionLook region, Placed placed) {
    return new PartLook(region, placed, region.segment(placed));
  }

  /**
   * Returns what lies in this from an offset on, with the same roles.
   *
   * @param offset the offset in bytes
   * @return the rest
   */
  public PartLook from(long offset) {
    return new PartLook(region, placed, memory.asSlice(offset));
  }

  /**
   * Returns the part.
   *
   * @return the part, as the directory has it
   */
  public Part part() {
    return placed.part();
  }

  /**
   * Returns the capacity of a part whose size was checked.
   *
   * @return the capacity
   */
  public int capacity() {
    return Math.toIntExact(placed.part().capacity());
  }

  /**
   * Returns the memory.
   *
   * @return the memory, which cannot be written unless the file is to be repaired
   */
  public MemorySegment memory() {
    return memory;
  }

  /**
   * Reads a long.
   *
   * @param offset where, in bytes
   * @return the value
   */
  public long getLong(long offset) {
    return (long) LONG.getVolatile(memory, offset);
  }

  /**
   * Reads an int.
   *
   * @param offset where, in bytes
   * @return the value
   */
  public int getInt(long offset) {
    return (int) INT.getVolatile(memory, offset);
  }

  /**
   * Tells whether somebody has a role, who repairs the file not included.
   *
   * @param role which of the kind's roles
   * @return true if so
   */
  public boolean isHeld(int role) {
    return region.isHeld(placed, role);
  }

  /**
   * Returns the name of a role.
   *
   * @param role which of the kind's roles
   * @return the name
   */
  public String roleName(int role) {
    return placed.part().kind().roles().get(role);
  }
}
