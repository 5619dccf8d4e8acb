package dev.rouse.internal.file;

import dev.rouse.file.PeerLostException;
import dev.rouse.internal.os.ProcessExits;
import org.jspecify.annotations.Nullable;

/**
 * Watches the process that has the other role of a part. It is lost if its words say that it has
 * the role and nobody has the lock, or if a later holder has found it so: then the gap was too
 * short for anybody to see it. For the waiting thread.
 *
 * <p>Where the system tells of the end of a process, the thread looks then, and need not wait until
 * it looks anyway. That decides nothing: the process is named by an id that is read from the file.
 */
final class PeerWatch extends FileWatch {
  private static final long OWN_PID = ProcessHandle.current().pid();

  private final RegionFile file;
  private final String label;
  private final String role;
  private final RoleSlot slot;
  private final long place;
  private long told;
  private long found;

  private final boolean watchesExits;

  /** The process that was last seen to have the role, if the system tells of its end. */
  private ProcessExits.@Nullable Watch exit;

  private long exitPid;
  private long exitEpoch;

  /** The holder of whose end the system tells, 0 for none: for the waiting thread alone. */
  private long toldOfEpoch;

  private boolean ended;

  /** The holder of the role when this thread last began to sleep. */
  private long sleptBesideEpoch;

  private volatile boolean hasExited;
  private volatile Runnable lookNow = () -> {};

  PeerWatch(RegionFile file, String label, String role, RoleSlot slot, long place) {
    super(file);
    this.file = file;
    this.label = label;
    this.role = role;
    this.slot = slot;
    this.place = place;
    this.told = slot.lostEpoch();
    // Its class is initialized here, where there is stack enough, and not in a wait.
    this.watchesExits = ProcessExits.isAvailable();
  }

  @Override
  public long nanosToLook() {
    return hasExited ? 0 : super.nanosToLook();
  }

  /** Not if another process has taken the role since: its end is watched from the next look on. */
  @Override
  boolean isToldOfExit() {
    return toldOfEpoch != 0 && toldOfEpoch == slot.epoch();
  }

  @Override
  public void hastenBy(Runnable lookNow) {
    this.lookNow = lookNow;
  }

  /** So that a peer that dies before the first look is noticed at once, too. */
  @Override
  public void beforeSleep() {
    long epoch = slot.epoch();
    if (epoch != sleptBesideEpoch && slot.isHeld()) {
      sleptBesideEpoch = epoch; // if the system refuses, only the looks try again
      watchExit(slot.pid(), epoch);
    }
  }

  @Override
  public @Nullable RuntimeException look() {
    if (hasExited) {
      hasExited = false; // before it looks: an end that it misses sets it again
      toldOfEpoch = 0; // of each end once; if the role is still held, by another process
    }
    super.look();
    // In this order: a successor writes what it has found before its own epoch, and holds the lock
    // from before that.
    long epoch = slot.epoch();
    long pid = slot.pid();
    if (slot.isHeld() && !file.isHeld(place) && slot.isHeld() && slot.epoch() == epoch) {
      return loss(epoch, pid);
    }
    if (slot.isHeld()) {
      watchExit(pid, epoch);
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

  private synchronized void watchExit(long pid, long epoch) {
    if (!watchesExits
        || ended
        || pid == OWN_PID
        || (exit != null && pid == exitPid && epoch == exitEpoch)) {
      return;
    }
    if (exit != null) {
      exit.end();
      exit = null;
    }
    toldOfEpoch = 0;
    try {
      exit = ProcessExits.watch(pid, this, PeerWatch::hasten);
    } catch (OutOfMemoryError | StackOverflowError e) {
      return; // it is only a hint; the next look tries again
    }
    exitPid = pid;
    exitEpoch = epoch;
    if (exit != null) {
      toldOfEpoch = epoch;
    }
  }

  /** Nobody waits any more: the region was closed. By any thread. */
  synchronized void end() {
    ended = true;
    if (exit != null) {
      exit.end();
    }
  }

  /** The process has ended. By another thread. */
  private void hasten() {
    hasExited = true;
    lookNow.run();
  }

  @Override
  public void told() {
    told = found;
  }
}
