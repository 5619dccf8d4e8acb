package dev.rouse.internal.file;

import java.time.Instant;

/**
 * What was seen of a role.
 *
 * @param name its name
 * @param held whether somebody has its lock
 * @param lost whether its last holder has ended without giving it up, and has no successor yet
 * @param state the state in the file
 * @param epoch how many holders there were
 * @param pid the process that has it, or had it last
 * @param started when that process was started
 * @param lostEpoch the last holder that a later one or a repair has found lost; 0 for none
 * @param lostPid its process
 */
public record RoleLook(
    String name,
    boolean held,
    boolean lost,
    long state,
    long epoch,
    long pid,
    Instant started,
    long lostEpoch,
    long lostPid) {
  /**
   * Tells whether the state is one that is known.
   *
   * @return false if it was overwritten
   */
  public boolean hasKnownState() {
    return state == RoleSlot.FREE || state == RoleSlot.HELD;
  }
}
