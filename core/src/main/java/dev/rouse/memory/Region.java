package dev.rouse.memory;

import dev.rouse.file.FileAccess;
import dev.rouse.file.IfExists;
import dev.rouse.file.Part;
import dev.rouse.file.PartKind;
import dev.rouse.internal.file.Placed;
import dev.rouse.internal.file.RegionFile;
import dev.rouse.internal.file.RegionFiles;
import dev.rouse.internal.memory.Lifetime;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A piece of off-heap memory in which counters, signals, rings and channels are placed: in memory
 * of this process ({@link #allocate}), each at its own offset, or in a mapped file that several
 * processes have open ({@link #create(Path, Part...)}, {@link #open}), as parts with names.
 *
 * <p>A region starts on a 128-byte boundary, and everything in it is placed at multiples of 128
 * bytes. That is two 64-byte cache lines, because on processors that prefetch lines in pairs,
 * neighbours would otherwise contend for a line. On processors with 128-byte lines it is one line.
 *
 * <p>A region can be used by any number of threads, virtual ones included. Nothing in this class
 * waits for them.
 *
 * <p>{@link #close} ends the use of a region at once: every later operation on it, and on what was
 * built in it, throws {@link IllegalStateException}. The memory is released when neither the
 * region, nor one of its segments, nor anything that was built in it can be reached any more,
 * whether the region was closed or not. So released memory is never read or written.
 *
 * <h2>Regions in files</h2>
 *
 * A region file has a header, a directory of named parts and the parts. What it contains is said
 * when it is created, and does not change. Every process that opens it can use its counters; an end
 * of a ring, channel or signal is a role that one process at a time has:
 *
 * {@snippet class="dev.rouse.samples.Sample18Processes" region="program"}
 *
 * <p>Each role has a lock in the file, which the system releases when its holder ends. {@link
 * #close} gives up the roles that were taken through this region. Until then, a second request for
 * one of them throws {@link dev.rouse.file.RoleTakenException}. A wait whose peer has ended without
 * closing its region throws {@link dev.rouse.file.PeerLostException}, 750 ms after the system has
 * released the lock at the latest, plus what a loaded machine adds; mostly sooner. (The system does
 * so after it has released the memory of the dead process, which takes about 0.1 s for each GiB.)
 * The page {@code core/docs/processes.md} in the source repository says what is lost and what comes
 * twice.
 *
 * <p>The file is for one machine, and for one user, unless a {@link FileAccess} says more. A folder
 * on {@code /dev/shm} keeps it in memory. It is created for its owner alone (mode 600), and opened
 * only if its owner is the user of this process and nobody else can write to it. Where native
 * access is granted, roles are held by locks of the open file (Linux F_OFD_SETLK) and waiting
 * threads sleep in a futex. Where it is not, roles are held by locks of the process ({@link
 * java.nio.channels.FileLock}). These are lost if the process opens and closes the file by other
 * means. From then on until the file is replaced, all waits in it are naps of at most a
 * millisecond, also those of other processes.
 *
 * <p>Other processes of the same user, or of the group, can corrupt the contents. Then an operation
 * may fail, but it never reaches memory outside the file. Never truncate a mapped file: waits and
 * attaches then throw {@link IllegalStateException}, and everything else throws {@link
 * InternalError}.
 */
public final class Region implements AutoCloseable {
  /** The alignment of a region and of everything placed in it, in bytes. */
  public static final int ALIGNMENT = 128;

  private static final MemorySegment ZEROES = MemorySegment.ofArray(new byte[1024]).asReadOnly();

  static {
    RegionFiles.set(
        new RegionFiles() {
          @Override
          protected RegionFile file(Object region) {
            return ((Region) region).openFile();
          }

          @Override
          protected Object view(MemorySegment memory) {
            return new Region(memory, null);
          }
        });
  }

  private final MemorySegment segment;
  private final Lifetime lifetime;
  private final @Nullable RegionFile file;

  private Region(MemorySegment segment, @Nullable RegionFile file) {
    this.segment = segment;
    this.lifetime = Lifetime.of(segment);
    this.file = file;
  }

  /**
   * Allocates a zeroed region.
   *
   * @param byteSize the size in bytes, at least 1
   * @return a new region
   * @throws IllegalArgumentException if {@code byteSize} is not positive
   * @throws OutOfMemoryError if there is not that much memory outside the heap
   */
  public static Region allocate(long byteSize) {
    requirePositive(byteSize);
    return new Region(Arena.ofAuto().allocate(byteSize, ALIGNMENT), null);
  }

  /**
   * Creates a region file. It appears complete: nobody can open half a file. Its space is reserved.
   *
   * @param path the file, which must not exist
   * @param parts what is in it, with different labels; 1 to 1024
   * @return the open region
   * @throws IllegalArgumentException if there is no part, or too many, or two have the same label
   * @throws java.nio.file.FileAlreadyExistsException if there is a file
   * @throws IOException if the file cannot be created, for example because there is not enough
   *     space, or because everybody may rename files in its folder (no sticky bit)
   */
  public static Region create(Path path, Part... parts) throws IOException {
    return create(path, IfExists.FAIL, parts);
  }

  /**
   * Creates a region file, or uses the one that is there. It appears complete: nobody can open half
   * a file. Its space is reserved.
   *
   * @param path the file
   * @param ifExists what to do if it exists
   * @param parts what is in it, with different labels; 1 to 1024
   * @return the open region
   * @throws IllegalArgumentException if there is no part, or too many, or two have the same label
   * @throws java.nio.file.FileAlreadyExistsException if there is a file and there must be none
   * @throws dev.rouse.file.RegionFormatException if the existing file is not a region file that can
   *     be used, or has other parts and they should be the same
   * @throws IOException if the file cannot be created or used
   */
  public static Region create(Path path, IfExists ifExists, Part... parts) throws IOException {
    return create(path, ifExists, FileAccess.owner(), parts);
  }

  /**
   * As {@link #create(Path, IfExists, Part...)}, also for processes of several users. An existing
   * file is used or replaced only if {@link #open(Path, FileAccess)} would trust it. To replace the
   * file of another user, the system asks for a folder to which this user can write and which has
   * no sticky bit.
   *
   * @param path the file
   * @param ifExists what to do if it exists
   * @param access who may use the file: what rights a new one gets, and which existing one is
   *     trusted
   * @param parts what is in it, with different labels; 1 to 1024
   * @return the open region
   * @throws IllegalArgumentException if there is no part, or too many, or two have the same label
   * @throws java.nio.file.FileAlreadyExistsException if there is a file and there must be none
   * @throws dev.rouse.file.RegionFormatException if the existing file is not a region file that can
   *     be used, or has other parts and they should be the same
   * @throws IOException if the file cannot be created or used, for example because this user may
   *     not give it the group
   */
  public static Region create(Path path, IfExists ifExists, FileAccess access, Part... parts)
      throws IOException {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(ifExists, "ifExists");
    Objects.requireNonNull(access, "access");
    return of(RegionFile.create(path, List.of(parts), ifExists, access));
  }

  /**
   * As {@link #create(Path, Part...)}, with the parts in a collection: for those that belong
   * together, as of {@link dev.rouse.duplex.DuplexChannel#parts}, or whose number is not constant.
   *
   * @param path the file, which must not exist
   * @param parts what is in it, with different labels; 1 to 1024
   * @return the open region
   * @throws IllegalArgumentException if there is no part, or too many, or two have the same label
   * @throws java.nio.file.FileAlreadyExistsException if there is a file
   * @throws IOException if the file cannot be created
   */
  public static Region create(Path path, Collection<Part> parts) throws IOException {
    return create(path, IfExists.FAIL, parts);
  }

  /**
   * As {@link #create(Path, IfExists, Part...)}, with the parts in a collection.
   *
   * @param path the file
   * @param ifExists what to do if it exists
   * @param parts what is in it, with different labels; 1 to 1024
   * @return the open region
   * @throws IllegalArgumentException if there is no part, or too many, or two have the same label
   * @throws java.nio.file.FileAlreadyExistsException if there is a file and there must be none
   * @throws dev.rouse.file.RegionFormatException if the existing file is not a region file that can
   *     be used, or has other parts and they should be the same
   * @throws IOException if the file cannot be created or used
   */
  public static Region create(Path path, IfExists ifExists, Collection<Part> parts)
      throws IOException {
    return create(path, ifExists, parts.toArray(Part[]::new));
  }

  /**
   * As {@link #create(Path, IfExists, FileAccess, Part...)}, with the parts in a collection.
   *
   * @param path the file
   * @param ifExists what to do if it exists
   * @param access who may use the file: what rights a new one gets, and which existing one is
   *     trusted
   * @param parts what is in it, with different labels; 1 to 1024
   * @return the open region
   * @throws IllegalArgumentException if there is no part, or too many, or two have the same label
   * @throws java.nio.file.FileAlreadyExistsException if there is a file and there must be none
   * @throws dev.rouse.file.RegionFormatException if the existing file is not a region file that can
   *     be used, or has other parts and they should be the same
   * @throws IOException if the file cannot be created or used
   */
  public static Region create(
      Path path, IfExists ifExists, FileAccess access, Collection<Part> parts) throws IOException {
    return create(path, ifExists, access, parts.toArray(Part[]::new));
  }

  /**
   * Opens a region file that only the user of this process can write to. Does not follow a symbolic
   * link.
   *
   * @param path the file
   * @return the open region
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws dev.rouse.file.RegionFormatException if it is not a region file that can be used: the
   *     message says what was found
   * @throws IOException if it cannot be opened
   */
  public static Region open(Path path) throws IOException {
    return open(path, FileAccess.owner());
  }

  /**
   * Opens a region file that only those who are trusted can write to. Does not follow a symbolic
   * link.
   *
   * @param path the file
   * @param access who is trusted
   * @return the open region
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws dev.rouse.file.RegionFormatException if it is not a region file that can be used, also
   *     because somebody else can write to it: the message says what was found
   * @throws IOException if it cannot be opened, for example because the user of this process may
   *     not read and write it
   */
  public static Region open(Path path, FileAccess access) throws IOException {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(access, "access");
    return of(RegionFile.open(path, access));
  }

  private static Region of(RegionFile file) {
    return new Region(file.segment(), file);
  }

  private RegionFile openFile() {
    if (file == null) {
      throw new IllegalArgumentException("region: " + this + ", expected one of a file");
    }
    requireOpen();
    return file;
  }

  /**
   * Returns the parts of a region file.
   *
   * @return the parts in their order in the file; none if the region is not one of a file
   */
  public List<Part> parts() {
    return file == null ? List.of() : file.parts().stream().map(Placed::part).toList();
  }

  /**
   * Returns the file.
   *
   * @return its absolute path when it was opened; nothing if the region is not one of a file
   */
  public Optional<Path> path() {
    return Optional.ofNullable(file).map(RegionFile::path);
  }

  /**
   * Returns the memory of a part of raw bytes, to use it directly.
   *
   * @param label the label of a part of the kind {@link PartKind#BYTES}
   * @return the memory, which can also be accessed after {@link #close}
   * @throws IllegalArgumentException if there is no such part, or the region is not one of a file
   * @throws IllegalStateException if this region is closed
   */
  public MemorySegment bytes(String label) {
    RegionFile open = openFile();
    return open.segment(open.part(label, PartKind.BYTES));
  }

  /**
   * Returns the size of this region.
   *
   * @return the size in bytes
   */
  public long byteSize() {
    return segment.byteSize();
  }

  /**
   * Returns all memory of this region. The segment can also be accessed after {@link #close}.
   *
   * @return the segment, of {@link #byteSize} bytes
   */
  public MemorySegment segment() {
    return segment;
  }

  /**
   * Returns a part of this region, to place one thing in it. Callers must not let two things
   * overlap.
   *
   * @param offset where it starts, in bytes from the start of the region; a multiple of {@link
   *     #ALIGNMENT}
   * @param byteSize its size in bytes, at least 1
   * @return the part
   * @throws IllegalArgumentException if {@code offset} is negative or not a multiple of 128, if
   *     {@code byteSize} is not positive, or if the part does not end within the region
   * @throws IllegalStateException if this region is closed, or is one of a file
   */
  public MemorySegment slice(long offset, long byteSize) {
    requirePositive(byteSize);
    if (offset < 0 || offset % ALIGNMENT != 0) {
      throw new IllegalArgumentException(
          "offset: " + offset + ", expected a multiple of " + ALIGNMENT + " that is not negative");
    }
    if (file != null) {
      throw new IllegalStateException(
          "offset: the region is one of a file, whose parts have labels, expected a label");
    }
    if (byteSize > byteSize() || offset > byteSize() - byteSize) {
      throw new IllegalArgumentException(
          "offset: %d and byteSize: %d reach beyond the region, which has %d bytes"
              .formatted(offset, byteSize, byteSize()));
    }
    requireOpen();
    return segment.asSlice(offset, byteSize);
  }

  /**
   * As {@link #slice}, to create something new in it: also checks that the memory holds zeroes.
   *
   * @param offset where it starts, in bytes from the start of the region; a multiple of {@link
   *     #ALIGNMENT}
   * @param byteSize its size in bytes, at least 1
   * @return the part
   * @throws IllegalArgumentException if {@code offset} is negative or not a multiple of 128, if
   *     {@code byteSize} is not positive, if the part does not end within the region, or if a byte
   *     of it is not 0
   * @throws IllegalStateException if this region is closed, or is one of a file
   */
  public MemorySegment zeroedSlice(long offset, long byteSize) {
    MemorySegment part = slice(offset, byteSize);
    for (long start = 0; start < byteSize; start += ZEROES.byteSize()) {
      long length = Math.min(ZEROES.byteSize(), byteSize - start);
      long mismatch = MemorySegment.mismatch(part, start, start + length, ZEROES, 0, length);
      if (mismatch >= 0) {
        throw new IllegalArgumentException(
            "offset: the byte at %d of the region is %d, expected zeroed memory: it is already in use"
                .formatted(
                    offset + start + mismatch, part.get(ValueLayout.JAVA_BYTE, start + mismatch)));
      }
    }
    return part;
  }

  /**
   * Tells whether the region was closed.
   *
   * @return true after {@link #close}
   */
  public boolean isClosed() {
    return lifetime.hasEnded();
  }

  /**
   * Ends the use of the region. Threads that wait in the region are woken, and their waits throw
   * {@link IllegalStateException}; so do all later operations that need the memory. A thread in the
   * middle of an operation may complete it. Channels and signals in the region may be closed before
   * or after, but need not be. Does not wait for the users of the region, and releases no memory:
   * see the class. May be called any number of times.
   *
   * <p>Of a region file: also gives up the roles that were taken through this region. Other
   * processes are not told; a peer that waits goes on waiting, for a successor. Before you hand
   * over a role, make sure that no thread is in the middle of an operation of that end; waiting
   * threads are fine. A handler must not close the region of its own receiver: the next receiver
   * then gets again, without a mark, what was handled and not yet freed.
   *
   * @throws IllegalStateException if the system has refused to wake a thread; another call tries
   *     again
   */
  @Override
  public void close() {
    lifetime.end();
    if (file != null) {
      file.close();
    }
  }

  @Override
  public String toString() {
    return "Region[byteSize=" + byteSize() + ", closed=" + isClosed() + "]";
  }

  private void requireOpen() {
    if (lifetime.hasEnded()) {
      throw new IllegalStateException("the region is closed, expected one that is open");
    }
  }

  private static void requirePositive(long byteSize) {
    if (byteSize <= 0) {
      throw new IllegalArgumentException("byteSize: " + byteSize + ", expected at least 1");
    }
  }
}
