package dev.rouse.internal.file;

/** A role that this process has, by a lock that the system releases when the process dies. */
public final class HeldRole {
  private final RegionFile file;
  private final RoleSlot slot;
  private final long place;
  private final boolean afterLoss;
  private volatile boolean made;

  HeldRole(RegionFile file, RoleSlot slot, long place, boolean afterLoss) {
    this.file = file;
    this.slot = slot;
    this.place = place;
    this.afterLoss = afterLoss;
  }

  /**
   * Returns up to which position earlier holders that were lost may have handled what they had not
   * freed. Kept in the file, because this holder may give up the role before it has got that far.
   *
   * @param published how far there is anything; noted if the holder before this one was lost
   * @return the position, 0 or less for none
   */
  public long mark(long published) {
    if (afterLoss) {
      slot.mark(Math.max(slot.mark(), published));
    }
    return slot.mark();
  }

  /** The end that the role is for was made. */
  void made() {
    made = true;
  }

  /** Gives up the role, whose end could not be made: another process may have it at once. */
  void release() {
    file.release(place, this);
  }

  /**
   * Says that the role is given up; its lock is released next. If the holder before was lost and no
   * end was made, the next holder must find it lost again.
   */
  void free() {
    if (made || !afterLoss) {
      slot.free();
    } else {
      slot.leaveAsFound();
    }
  }
}
