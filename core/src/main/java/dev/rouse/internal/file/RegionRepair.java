package dev.rouse.internal.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The contents of a region file for a repair, by one thread. Who repairs a role has its lock, as a
 * holder would, but does not write itself into the file: a repair that is killed is nobody whose
 * loss would be told, and what it has found is there for the next one.
 */
public final class RegionRepair {
  /**
   * How often a lock is tried for: a look of a process without native access has it for a moment.
   */
  private static final int TRIES = 10;

  private final OpenFile file;
  private final MemorySegment segment;
  private final List<Placed> parts;
  private final RegionLook look;

  /** What this repair has locked. */
  private final Set<Long> mine = new HashSet<>();

  RegionRepair(OpenFile file, MemorySegment segment, List<Placed> parts) {
    this.file = file;
    this.segment = segment;
    this.parts = parts;
    // A lock is not in its own way, so the system does not tell of it everywhere in the same way.
    this.look =
        new RegionLook(place -> !mine.contains(place) && file.isLocked(place), segment, parts);
  }

  /**
   * Returns the contents to look at; its memory can be written.
   *
   * @return the contents
   */
  public RegionLook look() {
    return look;
  }

  /**
   * Locks a role, so that nobody can take it.
   *
   * @param placed the part
   * @param role which of its kind's roles
   * @return false if somebody has it
   */
  public boolean tryLock(Placed placed, int role) {
    long place = RegionFile.place(placed, role);
    for (int tries = 1; !file.tryLock(place, false); tries++) {
      if (tries == TRIES) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    mine.add(place);
    return true;
  }

  /**
   * Unlocks a role that was locked.
   *
   * @param placed the part
   * @param role which of its kind's roles
   */
  public void unlock(Placed placed, int role) {
    long place = RegionFile.place(placed, role);
    mine.remove(place);
    file.unlock(place);
  }

  /**
   * Says in the file that the holder of a role was lost, as a successor would; only with the lock,
   * and if its state says that it is held. The state is written last: until then the next one finds
   * the same again.
   *
   * @param placed the part
   * @param role which of its kind's roles
   * @param mark up to which position the lost holder may have handled what it had not freed; 0 or
   *     less for none
   */
  public void markLost(Placed placed, int role, long mark) {
    RoleSlot slot = slot(placed, role);
    if (mark > slot.mark()) {
      slot.mark(mark);
    }
    slot.noteLoss();
    slot.free();
  }

  /**
   * Says in the file that nobody has a role; only with the lock.
   *
   * @param placed the part
   * @param role which of its kind's roles
   */
  public void markFree(Placed placed, int role) {
    slot(placed, role).free();
  }

  private RoleSlot slot(Placed placed, int role) {
    return RoleSlot.of(segment, parts, placed, role);
  }

  /**
   * Says in the file that all who have it open can wake others, if nobody else has it open. That
   * needs the lock of the open file alone: a process that cannot wake others says so after it has
   * got its shared lock, and never again.
   *
   * @return false if somebody has the file open, or this process cannot find out
   */
  public boolean tryClearNoWakes() {
    if (!file.tryLock(RegionFile.OPEN_PLACE, false)) {
      return false;
    }
    ValueLayout.JAVA_INT.varHandle().setVolatile(segment, RegionHeader.NO_WAKES, 0);
    // The shared lock again, which others may have, too. It cannot be refused: it replaces the one
    // that this file has alone.
    return file.tryLock(RegionFile.OPEN_PLACE, true);
  }
}
