package dev.rouse.internal.file;

import dev.rouse.file.PeerLostException;
import dev.rouse.internal.common.WaitWatch;
import org.jspecify.annotations.Nullable;

/**
 * Watches the process that has the other role of a part. It is lost if its words say that it has
 * the role and nobody has the lock, or if a later holder has found it so: then the gap was too
 * short for anybody to see it. For the waiting thread.
 */
final class PeerWatch implements WaitWatch {
  /** How often to look: a look takes some 10 microseconds, so this is next to nothing. */
  private static final long INTERVAL_NANOS = 250_000_000;

  /** How long to sleep at a time beside a process that cannot wake others. */
  private static final long NAP_NANOS = 1_000_000;

  private final RegionFile file;
  private final String label;
  private final String role;
  private final RoleSlot slot;
  private final long place;

  private long lastLook = System.nanoTime();
  private long told;
  private long found;

  PeerWatch(RegionFile file, String label, String role, RoleSlot slot, long place) {
    this.file = file;
    this.label = label;
    this.role = role;
    this.slot = slot;
    this.place = place;
    this.told = slot.lostEpoch();
  }

  @Override
  public long longestSleepNanos() {
    return file.hasProcessWithoutWakes() ? NAP_NANOS : INTERVAL_NANOS;
  }

  @Override
  public long nanosToLook() {
    return INTERVAL_NANOS - (System.nanoTime() - lastLook);
  }

  @Override
  public @Nullable RuntimeException look() {
    lastLook = System.nanoTime();
    // In this order: a successor writes what it has found before its own epoch, and holds the lock
    // from before that.
    long epoch = slot.epoch();
    if (slot.isHeld() && !file.isHeld(place) && slot.isHeld() && slot.epoch() == epoch) {
      return loss(epoch, slot.pid());
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
