package dev.rouse.internal.file;

import dev.rouse.file.PeerLostException;
import org.jspecify.annotations.Nullable;

/**
 * Watches the process that has the other role of a part. It is lost if its words say that it has
 * the role and nobody has the lock, or if a later holder has found it so: then the gap was too
 * short for anybody to see it. For the waiting thread.
 */
final class PeerWatch extends FileWatch {
  private final RegionFile file;
  private final String label;
  private final String role;
  private final RoleSlot slot;
  private final long place;
  private long told;
  private long found;

  PeerWatch(RegionFile file, String label, String role, RoleSlot slot, long place) {
    super(file);
    this.file = file;
    this.label = label;
    this.role = role;
    this.slot = slot;
    this.place = place;
    this.told = slot.lostEpoch();
  }

  @Override
  public @Nullable RuntimeException look() {
    super.look();
    // In this order: a successor writes what it has found before its own epoch, and holds the lock
    // from before that.
    long epoch = slot.epoch();
    long pid = slot.pid();
    if (slot.isHeld() && !file.isHeld(place) && slot.isHeld() && slot.epoch() == epoch) {
      return loss(epoch, pid);
    }
    long lost = slot.lostEpoch();
    return lost == 0 ? null : loss(lost, slot.lostPid());
  }

  private @Nullable RuntimeException loss(long epoch, long pid) {
    if (epoch == told) {
      return null;
    }
    found = epoch;
    return new PeerLostException(label, role, pid, epoch);
  }

  @Override
  public void told() {
    told = found;
  }
}
