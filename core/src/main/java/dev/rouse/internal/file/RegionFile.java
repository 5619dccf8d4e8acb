package dev.rouse.internal.file;

import dev.rouse.file.FileAccess;
import dev.rouse.file.IfExists;
import dev.rouse.file.Part;
import dev.rouse.file.PartKind;
import dev.rouse.file.RegionFormatException;
import dev.rouse.file.RoleTakenException;
import dev.rouse.internal.common.WaitWatch;
import dev.rouse.internal.memory.Words;
import dev.rouse.internal.os.Futex;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * An open region file: its memory, its parts and the roles that this process has by it. Any thread
 * may use it.
 */
public final class RegionFile {
  /** The byte that everybody who has the file open locks, shared. */
  static final long OPEN_PLACE = 1L << 40;

  /** The bytes of the roles, two for each part; beyond the end of every file. */
  private static final long FIRST_ROLE_PLACE = OPEN_PLACE + 1;

  private static final int ROLES = 2;

  /**
   * How often a lock is tried for before it counts as taken. Where Java's own locks are used, a
   * look whether a role is held has its lock for some microseconds.
   */
  private static final int TRIES = 10;

  private static final Cleaner CLEANER = Cleaner.create();

  private final Path path;
  private final OpenFile file;
  private final MemorySegment segment;
  private final long base;
  private final List<Placed> parts;
  private final Map<String, Placed> byLabel;

  /** What this object has, by place; guarded by itself. */
  private final Map<Long, HeldRole> held = new HashMap<>();

  /** Those who watch the other roles; guarded by the roles that this object has. */
  private final List<PeerWatch> watches = new ArrayList<>();

  /** Guarded by the same. */
  private boolean closed;

  private final SlotClaims claims;

  private RegionFile(Path path, OpenFile file, MemorySegment segment, List<Placed> parts) {
    this.path = path;
    this.file = file;
    this.segment = segment;
    this.base = Words.base(segment);
    this.claims = new SlotClaims(file);
    this.parts = parts;
    this.byLabel =
        parts.stream()
            .collect(Collectors.toUnmodifiableMap(placed -> placed.part().label(), p -> p));
    if (!Futex.isAvailable()) {
      // Those who sleep look at it before each sleep.
      segment.set(ValueLayout.JAVA_INT, RegionHeader.NO_WAKES, 1);
    }
    // With the memory: who can use that, in a role or without, has the file open.
    CLEANER.register(segment.scope(), file::close);
  }

  /**
   * Creates a file, or does with an existing one what was asked for. At no moment can anybody open
   * half a file: it gets its name when it is complete.
   *
   * @param path the file
   * @param parts what is in it
   * @param ifExists what to do if there is one
   * @param access who may use it, and who is trusted if there is one
   * @return the open file
   * @throws IllegalArgumentException if the parts are not valid together
   * @throws IOException if the file cannot be created or used
   */
  public static RegionFile create(Path path, List<Part> parts, IfExists ifExists, FileAccess access)
      throws IOException {
    List<Placed> placed = RegionHeader.place(parts);
    Path absolute = path.toAbsolutePath();
    FileChecks.requireSafeFolder(absolute, access);
    return new RegionFileCreator(absolute, placed, access).create(ifExists);
  }

  /**
   * Opens a file.
   *
   * @param path the file
   * @param access who is trusted
   * @return the open file
   * @throws RegionFormatException if it is not a region file that can be used
   * @throws IOException if it cannot be opened
   */
  public static RegionFile open(Path path, FileAccess access) throws IOException {
    Path absolute = path.toAbsolutePath();
    FileChecks.requireSafeFolder(absolute, access);
    OpenFile file = FileInUse.open(absolute, access);
    try {
      MemorySegment segment = map(file, absolute);
      return new RegionFile(absolute, file, segment, read(segment, absolute));
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /** For the creator: a file that it has just made. */
  static RegionFile of(Path path, OpenFile file, MemorySegment segment, List<Placed> parts) {
    return new RegionFile(path, file, segment, parts);
  }

  private static MemorySegment map(OpenFile file, Path path) throws IOException {
    long size = file.size();
    if (size < RegionHeader.smallest()) {
      throw new RegionFormatException(
          "%s: %d bytes, expected at least %d".formatted(path, size, RegionHeader.smallest()));
    }
    return file.map(size);
  }

  static List<Placed> read(MemorySegment segment, Path path) throws RegionFormatException {
    try {
      return RegionHeader.read(segment);
    } catch (RegionFormatException e) {
      throw new RegionFormatException(path + ": " + e.getMessage());
    } catch (InternalError e) {
      throw new RegionFormatException(path + ": it became shorter while it was read");
    }
  }

  /**
   * Returns the whole file.
   *
   * @return the memory
   */
  public MemorySegment segment() {
    return segment;
  }

  /**
   * Returns the file's name.
   *
   * @return the absolute path at which it was opened
   */
  public Path path() {
    return path;
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
   * Returns a part.
   *
   * @param label its label
   * @return the part
   * @throws IllegalArgumentException if there is none
   */
  public Placed part(String label) {
    Placed placed = byLabel.get(Objects.requireNonNull(label, "label"));
    if (placed == null) {
      throw new IllegalArgumentException(
          "label: no part \"%s\" in %s, expected one of %s"
              .formatted(label, path, parts.stream().map(p -> p.part().label()).toList()));
    }
    return placed;
  }

  /**
   * Returns a part of a kind.
   *
   * @param label its label
   * @param kind the kind
   * @return the part
   * @throws IllegalArgumentException if there is none, or it is of another kind
   */
  public Placed part(String label, PartKind kind) {
    Placed placed = part(label);
    if (placed.part().kind() != kind) {
      throw new IllegalArgumentException(
          "label: \"%s\" in %s is a %s, expected a %s"
              .formatted(label, path, placed.part().kind(), kind));
    }
    return placed;
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
   * Takes a role of a part.
   *
   * @param placed the part
   * @param role which of its kind's roles
   * @return the role and what belongs to it
   * @throws RoleTakenException if somebody else has it
   * @throws IllegalStateException if this file is closed
   */
  public Attachment attach(Placed placed, int role) {
    HeldRole mine = take(placed, role);
    SharedPart part = new SharedPart(segment(placed), placed.part().capacity(), this);
    return new Attachment(part, mine, watch(placed, ROLES - 1 - role));
  }

  private WaitWatch watch(Placed placed, int other) {
    Part part = placed.part();
    if (part.kind() == PartKind.JOB_SIGNAL && other != 0) {
      return new FileWatch(this); // the consumer waits for any number of processes
    }
    PeerWatch watch =
        new PeerWatch(
            this,
            part.label(),
            part.kind().roles().get(other),
            slot(placed, other),
            place(placed, other));
    synchronized (held) {
      watches.add(watch);
    }
    return watch;
  }

  private HeldRole take(Placed placed, int role) {
    long place = place(placed, role);
    RoleSlot slot = slot(placed, role);
    synchronized (held) {
      if (closed) {
        throw new IllegalStateException("the region is closed, expected one that is open");
      }
      for (int tries = 1; held.containsKey(place) || !file.tryLock(place, false); tries++) {
        if (held.containsKey(place) || tries == TRIES) {
          throw new RoleTakenException(
              placed.part().label(),
              placed.part().kind().roles().get(role),
              slot.pid(),
              slot.started());
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      HeldRole mine = new HeldRole(this, slot, place, slot.take());
      held.put(place, mine);
      return mine;
    }
  }

  RoleSlot slot(Placed placed, int role) {
    return RoleSlot.of(segment, parts, placed, role);
  }

  static long place(Placed placed, int role) {
    return FIRST_ROLE_PLACE + (long) ROLES * placed.index() + role;
  }

  /** Tells whether somebody has a role, this object included. */
  boolean isHeld(long place) {
    synchronized (held) {
      // A lock is not in its own way, so the system does not tell of it.
      return held.containsKey(place) || file.isLocked(place);
    }
  }

  /** Gives up a role, unless it was given up. */
  void release(long place, HeldRole role) {
    synchronized (held) {
      if (held.remove(place, role)) {
        role.free();
        file.unlock(place);
      }
    }
  }

  /**
   * Gives up a role that was taken through this object, whose end nobody uses; does nothing if this
   * object does not have it. What the end has noted in its part stays.
   *
   * @param label the part
   * @param role which of its kind's roles
   */
  public void giveUp(String label, int role) {
    long place = place(part(label), role);
    synchronized (held) {
      HeldRole mine = held.get(place);
      if (mine != null) {
        release(place, mine);
      }
    }
  }

  /** Tells whether some process that has opened the file cannot wake others. */
  boolean hasProcessWithoutWakes() {
    return Words.getIntOpaque(segment, base, RegionHeader.NO_WAKES) != 0;
  }

  /**
   * Finds out why an access to the memory has failed.
   *
   * @param error what it has thrown
   * @return what to throw instead
   * @throws InternalError the same, if the file is as long as it was
   */
  RuntimeException explain(InternalError error) {
    String found;
    try {
      long size = file.size();
      if (size >= segment.byteSize()) {
        throw error; // it has another reason
      }
      found = size + " bytes";
    } catch (IOException | RuntimeException e) {
      found = "a file that cannot be asked for its size";
      error.addSuppressed(e);
    }
    return new IllegalStateException(
        "%s: %s, expected %d: the file was truncated, or its storage fails"
            .formatted(path, found, segment.byteSize()),
        error);
  }

  /**
   * Returns who writes which slot of a table.
   *
   * @return the claims of the slots of all tables in this file
   */
  public SlotClaims claims() {
    return claims;
  }

  /**
   * Gives up all roles and closes the file. The memory stays. A slot that is being written stays
   * claimed until it is written. May be called again.
   */
  public void close() {
    synchronized (held) {
      if (closed) {
        return; // a successor may have the roles by now
      }
      closed = true;
      try {
        watches.forEach(PeerWatch::end);
        held.values().forEach(HeldRole::free);
      } finally {
        try {
          // Each of them: the file may have to stay open for a slot that is being written.
          held.keySet().forEach(file::unlock);
        } finally {
          held.clear();
          claims.closeFile(); // last: from here on, a thread that releases a claim closes the file
        }
      }
    }
  }
}
