package dev.rouse.internal.file;

/** A role that this process has, by a lock that the system releases when the process dies. */
public final class HeldRole {
  private final RegionFile file;
  private final RoleSlot slot;
  private final long place;
  private final long epoch;
  private final boolean afterLoss;

  HeldRole(RegionFile file, RoleSlot slot, long place, boolean afterLoss) {
    this.file = file;
    this.slot = slot;
    this.place = place;
    this.epoch = slot.epoch();
    this.afterLoss = afterLoss;
  }

  /**
   * Returns which holder of the role this is.
   *
   * @return 1 for the first one
   */
  public long epoch() {
    return epoch;
  }

  /**
   * Tells whether the holder before this one has died, or has ended without giving up the role: it
   * may have stopped at any step.
   *
   * @return true if so
   */
  public boolean isAfterLoss() {
    return afterLoss;
  }

  /** Gives up the role: another process may have it at once. */
  void release() {
    file.release(place, slot);
  }

  /** Says that the role is given up; its lock is released next. */
  void free() {
    slot.free();
  }
}
