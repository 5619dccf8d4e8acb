package dev.rouse.internal.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * The contents of a region file, whose header and directory were checked, as somebody sees them who
 * takes no part. Others may change them all the time. Every method that reads them throws {@link
 * InternalError} if the file was made shorter.
 */
public final class RegionLook {
  private final LongPredicate locked;
  private final MemorySegment segment;
  private final List<Placed> parts;

  /**
   * Makes it.
   *
   * @param locked tells whether somebody else has the lock of a byte
   * @param segment the whole file
   * @param parts the parts, whose places were checked
   */
  RegionLook(LongPredicate locked, MemorySegment segment, List<Placed> parts) {
    this.locked = locked;
    this.segment = segment;
    this.parts = parts;
  }

  /**
   * Returns the size of the file.
   *
   * @return the size in bytes
   */
  public long byteSize() {
    return segment.byteSize();
  }

  /**
   * Returns when the file was created.
   *
   * @return what the file says
   */
  public Instant created() {
    return RegionHeader.created(segment);
  }

  /**
   * Returns which process has created the file.
   *
   * @return the process id in the file
   */
  public long creator() {
    return RegionHeader.creator(segment);
  }

  /**
   * Tells whether a process had the file open that cannot wake others.
   *
   * @return true if all waits in the file are short naps
   */
  public boolean hasProcessWithoutWakes() {
    return (int) ValueLayout.JAVA_INT.varHandle().getVolatile(segment, RegionHeader.NO_WAKES) != 0;
  }

  /**
   * Returns the parts.
   *
   * @return the parts in their order in the file
   */
  public List<Placed> parts() {
    return parts;
  }

  /**
   * Returns the memory of a part.
   *
   * @param placed the part
   * @return the memory
   */
  public MemorySegment segment(Placed placed) {
    return segment.asSlice(placed.offset(), placed.part().byteSize());
  }

  /**
   * Tells whether somebody has a role.
   *
   * @param placed the part
   * @param role which of its kind's roles
   * @return true if it is locked
   */
  public boolean isHeld(Placed placed, int role) {
    return locked.test(RegionFile.place(placed, role));
  }

  /**
   * Looks at a role.
   *
   * @param placed the part
   * @param role which of its kind's roles
   * @return what was seen
   */
  public RoleLook role(Placed placed, int role) {
    RoleSlot slot = RoleSlot.of(segment, parts, placed, role);
    // The lost epoch first: the other one is never less, whatever happens in between.
    long lostEpoch = slot.lostEpoch();
    long lostPid = slot.lostPid();
    long epoch = slot.epoch();
    long pid = slot.pid();
    Instant started = slot.started();
    long state = slot.state();
    boolean held = isHeld(placed, role);
    // As in PeerWatch: a holder writes that it is one after it has got the lock, and that it is
    // none
    // before it releases it.
    boolean lost = slot.isHeld() && !held && slot.isHeld() && slot.epoch() == epoch;
    return new RoleLook(
        placed.part().kind().roles().get(role),
        held,
        lost,
        state,
        epoch,
        pid,
        started,
        lostEpoch,
        lostPid);
  }
}
