package dev.rouse.internal.file;

import dev.rouse.internal.os.FileCalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An open file, and its locks of single bytes. The locks belong to this object: another one of the
 * same file, also in this process, does not get them. The system releases them when the process
 * dies. Any thread may use it.
 */
abstract sealed class OpenFile implements AutoCloseable permits DescriptorFile, ChannelFile {
  /**
   * Opens a file. Does not follow a symbolic link.
   *
   * @param path the file
   * @return the open file, of which nothing is known
   * @throws NoSuchFileException if there is none
   * @throws IOException if it cannot be opened
   */
  static OpenFile open(Path path) throws IOException {
    return FileCalls.isAvailable() ? DescriptorFile.open(path) : ChannelFile.open(path);
  }

  /**
   * Opens a file to look at it: no exclusive lock can be had. Does not follow a symbolic link.
   *
   * @param path the file
   * @return the open file, of which nothing is known
   * @throws NoSuchFileException if there is none
   * @throws IOException if it cannot be opened
   */
  static OpenFile openToRead(Path path) throws IOException {
    return FileCalls.isAvailable() ? DescriptorFile.openToRead(path) : ChannelFile.open(path);
  }

  /**
   * Creates a file that only its owner may read and write.
   *
   * @param path the file
   * @return the open file, of length 0
   * @throws java.nio.file.FileAlreadyExistsException if there is one
   * @throws IOException if it cannot be created
   */
  static OpenFile create(Path path) throws IOException {
    return FileCalls.isAvailable() ? DescriptorFile.create(path) : ChannelFile.create(path);
  }

  /**
   * Locks a byte, which need not be within the file. Does not block.
   *
   * @param place the byte
   * @param shared whether others may have a shared lock of it, too
   * @return false if somebody else has it
   */
  abstract boolean tryLock(long place, boolean shared);

  /**
   * Releases the lock of a byte that was locked.
   *
   * @param place the byte
   */
  abstract void unlock(long place);

  /**
   * Tells whether somebody else has an exclusive lock of a byte that this object has not locked.
   *
   * @param place the byte
   * @return true if so
   */
  abstract boolean isLocked(long place);

  /**
   * Tells whether somebody else has any lock of a byte that this object has not locked.
   *
   * @param place the byte
   * @return true or false; nothing if that cannot be found out without taking the lock
   */
  abstract Optional<Boolean> isLockedAtAll(long place);

  /**
   * Gives a new file its size, and reserves the space.
   *
   * @param byteSize the size in bytes
   * @throws IOException if there is not enough space
   */
  abstract void allocate(long byteSize) throws IOException;

  /**
   * Maps the file. The mapping stays until it cannot be reached, also after {@link #close}.
   *
   * @param byteSize how much, from the start; not more than there is, as the file would grow
   * @return the memory
   * @throws IOException if it cannot be mapped
   */
  final MemorySegment map(long byteSize) throws IOException {
    return map(byteSize, MapMode.READ_WRITE, Arena.ofAuto());
  }

  /**
   * Maps the file; see {@link #map(long)}.
   *
   * @param byteSize how much, from the start
   * @param mode whether the memory can be written
   * @param arena how long the mapping stays; it may be used by any thread
   * @return the memory
   * @throws IOException if it cannot be mapped
   */
  abstract MemorySegment map(long byteSize, MapMode mode, Arena arena) throws IOException;

  /** How a file that is complete gets its name. */
  interface Naming {
    /**
     * Gives it its name.
     *
     * @param temporary its name so far
     * @throws IOException if it cannot have that name
     */
    void name(Path temporary) throws IOException;
  }

  /**
   * Gives this file its name.
   *
   * @param naming how
   * @param temporary its name so far
   * @throws IOException if it cannot have that name
   */
  void name(Naming naming, Path temporary) throws IOException {
    naming.name(temporary);
  }

  /** Returns a path at which the attributes of this very file are, whatever its name is now. */
  abstract Path attributes();

  /** Closes the file and releases its locks. May be called again. */
  @Override
  public abstract void close();

  /** Returns the size of the file in bytes. */
  long size() throws IOException {
    return Files.size(attributes());
  }

  /**
   * Tells whether the file is still the one at a path.
   *
   * @param path the path
   * @return false if it was deleted or replaced
   * @throws IOException if that cannot be found out
   */
  boolean isAt(Path path) throws IOException {
    try {
      return Objects.equals(key(attributes()), key(path, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Returns what tells a file from all others that exist at the same time, or null. */
  static @Nullable Object key(Path path, LinkOption... options) throws IOException {
    return Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class, options)
        .fileKey();
  }

  /** Maps a file through a channel. */
  static MemorySegment map(FileChannel channel, long byteSize, MapMode mode, Arena arena)
      throws IOException {
    return channel.map(mode, 0, byteSize, arena);
  }
}
