package dev.rouse.internal.file;

import dev.rouse.internal.memory.Words;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.List;

/**
 * The words of a role in a file. Who has the role's lock writes them; any process reads them. They
 * tell who it is and how often the role has changed hands. Whether the holder lives is known from
 * the lock alone.
 *
 * <pre>
 *  offset
 *       0  epoch       long, how many holders there were, this one included
 *       8  pid         long, the id of the process that has the role, or had it last
 *      16  started     long, when that process was started, milliseconds since 1970
 *      24  state       long, 1 while the role is held; a holder that dies leaves it
 *      32  lost epoch  long, the last holder that did not give up the role, 0 for none
 *      40  lost pid    long, its process
 *      48  mark        long, the holder's own: up to which position an earlier holder that was lost
 *                      may have handled what it had not freed; 0 for none
 *      56  (unused)
 *      64
 * </pre>
 */
final class RoleSlot {
  static final long BYTE_SIZE = 64;

  private static final long EPOCH = 0;
  private static final long PID = 8;
  private static final long STARTED = 16;
  private static final long STATE = 24;
  private static final long LOST_EPOCH = 32;
  private static final long LOST_PID = 40;
  private static final long MARK = 48;

  static final long HELD = 1;
  static final long FREE = 0;

  private final MemorySegment file;
  private final long base;
  private final long offset;

  /**
   * Makes the view of a slot.
   *
   * @param file the whole file
   * @param offset where the slot is: within the header, which was checked
   */
  RoleSlot(MemorySegment file, long offset) {
    this.file = file;
    this.base = Words.base(file);
    this.offset = offset;
  }

  /**
   * Makes the view of a slot of a part.
   *
   * @param file the whole file
   * @param parts its parts
   * @param placed the part
   * @param role which of its kind's roles
   */
  static RoleSlot of(MemorySegment file, List<Placed> parts, Placed placed, int role) {
    return new RoleSlot(file, RegionHeader.roles(parts.size(), placed.index()) + role * BYTE_SIZE);
  }

  /**
   * Writes this process as the holder; only with the lock.
   *
   * @return whether the last holder has not given up the role
   */
  boolean take() {
    boolean lost = isHeld();
    if (lost) {
      noteLoss();
    }
    ProcessHandle self = ProcessHandle.current();
    write(PID, self.pid());
    write(STARTED, self.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    write(EPOCH, epoch() + 1);
    write(STATE, HELD);
    return lost;
  }

  /** Writes the last holder as lost; only with the lock. */
  void noteLoss() {
    // First the process, so that whoever sees the epoch sees the process that belongs to it.
    write(LOST_PID, pid());
    write(LOST_EPOCH, epoch());
  }

  /** Gives up the role; before the lock is released. */
  void free() {
    write(STATE, FREE);
  }

  /**
   * Undoes {@link #take} after a loss: the role stays as the lost holder has left it, and nobody
   * takes this process for a lost one. Before the lock is released.
   */
  void leaveAsFound() {
    write(PID, lostPid());
    write(EPOCH, lostEpoch());
  }

  boolean isHeld() {
    return state() == HELD;
  }

  long state() {
    return read(STATE);
  }

  long epoch() {
    return read(EPOCH);
  }

  long pid() {
    return read(PID);
  }

  Instant started() {
    return Instant.ofEpochMilli(read(STARTED));
  }

  long lostEpoch() {
    return read(LOST_EPOCH);
  }

  long lostPid() {
    return read(LOST_PID);
  }

  long mark() {
    return read(MARK);
  }

  void mark(long position) {
    write(MARK, position);
  }

  private long read(long word) {
    return Words.getVolatile(file, base, offset + word);
  }

  private void write(long word, long value) {
    Words.setVolatile(file, base, offset + word, value);
  }
}
