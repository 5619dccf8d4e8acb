package dev.rouse.internal.file;

import dev.rouse.file.FileAccess;
import dev.rouse.file.RegionFormatException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A region file that is opened by somebody who takes no part in it: to look at it, or to repair it.
 *
 * <p>To look at it, it is opened and mapped without the right to write, so that nothing can change
 * it. It is not locked either, so it can be replaced at any time; the look then is one at the file
 * that was there. To repair it, it is opened as by everybody else, so that it is not replaced
 * meanwhile. Other than those, who looks or repairs never says that it cannot wake others: it has
 * no end that others would wait for.
 */
public final class FileLook implements AutoCloseable {
  private final OpenFile file;
  private final MapMode mode;
  private final Arena arena;

  private FileLook(OpenFile file, MapMode mode, Arena arena) {
    this.file = file;
    this.mode = mode;
    this.arena = arena;
  }

  /**
   * Opens a file to look at it.
   *
   * @param path the file
   * @param access who is trusted
   * @return the open file
   * @throws IOException if it cannot be opened, or cannot be trusted
   */
  public static FileLook open(Path path, FileAccess access) throws IOException {
    Path absolute = path.toAbsolutePath();
    FileChecks.requireSafeFolder(absolute, access);
    OpenFile file = OpenFile.openToRead(absolute);
    boolean safe = false;
    try {
      FileChecks.requireSafe(file, absolute, access);
      safe = true;
      return new FileLook(file, MapMode.READ_ONLY, Arena.ofShared());
    } finally {
      if (!safe) {
        file.close();
      }
    }
  }

  /**
   * Opens a file to repair it.
   *
   * @param path the file
   * @param access who is trusted
   * @return the open file
   * @throws IOException if it cannot be opened, or cannot be trusted
   */
  public static FileLook openToRepair(Path path, FileAccess access) throws IOException {
    Path absolute = path.toAbsolutePath();
    FileChecks.requireSafeFolder(absolute, access);
    return new FileLook(FileInUse.open(absolute, access), MapMode.READ_WRITE, Arena.ofAuto());
  }

  /**
   * Tells whether the file begins as a region file does. All the rest may be damaged.
   *
   * @return true if so
   * @throws IOException if it cannot be read
   */
  public boolean isRegionFile() throws IOException {
    try {
      return file.size() >= Long.BYTES
          && RegionHeader.hasMagic(file.map(Long.BYTES, MapMode.READ_ONLY, arena));
    } catch (InternalError e) {
      return false; // it became shorter
    }
  }

  /**
   * Reads and checks the header and the directory.
   *
   * @return the contents
   * @throws RegionFormatException if something is wrong
   * @throws IOException if the file cannot be read
   */
  public RegionLook read() throws IOException {
    MemorySegment segment = map();
    return new RegionLook(file::isLocked, segment, parts(segment));
  }

  /**
   * As {@link #read}, of a file that was opened for it.
   *
   * @return what can be repaired
   * @throws RegionFormatException if something is wrong
   * @throws IOException if the file cannot be read
   */
  public RegionRepair repair() throws IOException {
    if (mode.equals(MapMode.READ_ONLY)) {
      throw new IllegalStateException("opened to look at it, expected openToRepair");
    }
    MemorySegment segment = map();
    return new RegionRepair(file, segment, parts(segment));
  }

  private MemorySegment map() throws IOException {
    long size = file.size();
    if (size < RegionHeader.smallest()) {
      throw new RegionFormatException(
          "%d bytes, expected at least %d".formatted(size, RegionHeader.smallest()));
    }
    return file.map(size, mode, arena);
  }

  private static List<Placed> parts(MemorySegment segment) throws RegionFormatException {
    try {
      return RegionHeader.read(segment);
    } catch (InternalError e) {
      throw new RegionFormatException("it became shorter while it was read");
    }
  }

  /**
   * Tells whether somebody has the file open; who only looks at it does not count.
   *
   * @return whether that is so; nothing if the system does not tell
   */
  public Optional<Boolean> isInUse() {
    return file.isLockedAtAll(RegionFile.OPEN_PLACE);
  }

  /** Closes the file and releases what is locked. The contents must not be used any more. */
  @Override
  public void close() {
    file.close();
    if (mode.equals(MapMode.READ_ONLY)) {
      // Not left to the garbage collector, which may not come while somebody watches a file.
      arena.close();
    }
  }
}
