package dev.rouse.internal.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The repair of a part: what may be repaired, and what was. */
public final class PartRepair {
  private final PartLook look;
  private final Set<Integer> locked;
  private final List<String> done;

  /**
   * Makes it.
   *
   * @param look the part, whose memory can be written
   * @param locked the roles that are locked for the repair, so that nobody has them
   */
  public PartRepair(PartLook look, Set<Integer> locked) {
    this(look, Set.copyOf(locked), new ArrayList<>());
  }

  private PartRepair(PartLook look, Set<Integer> locked, List<String> done) {
    this.look = look;
    this.locked = locked;
    this.done = done;
  }

  /**
   * Returns the repair of what lies in this part from an offset on.
   *
   * @param offset the offset in bytes
   * @return the repair, which notes what was done here, too
   */
  public PartRepair from(long offset) {
    return new PartRepair(look.from(offset), locked, done);
  }

  /**
   * Returns the part.
   *
   * @return the part, whose memory can be written
   */
  public PartLook look() {
    return look;
  }

  /**
   * Tells whether a role is locked for the repair.
   *
   * @param role which of the kind's roles
   * @return true if nobody has it, and nobody can take it
   */
  public boolean mayRepair(int role) {
    return locked.contains(role);
  }

  /**
   * Notes what was done.
   *
   * @param what what was done
   */
  public void done(String what) {
    done.add(what);
  }

  /**
   * Returns what was done.
   *
   * @return the notes in their order
   */
  public List<String> allDone() {
    return List.copyOf(done);
  }
}
