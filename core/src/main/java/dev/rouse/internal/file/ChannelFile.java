package dev.rouse.internal.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that is opened and locked by what Java has, where the calls of {@link
 * dev.rouse.internal.os.FileCalls} are not available.
 *
 * <p>A {@link FileLock} belongs to the process. The system releases all of a process's locks of a
 * file when the process closes any descriptor of it. So all objects of a file share one channel,
 * which is closed with the last of them, and code that opens and closes the file by itself must not
 * be used in the process. Which object has which lock is kept here.
 */
final class ChannelFile extends OpenFile {
  /** By what tells a file from others; guards itself and all locks. */
  private static final Map<Object, Shared> OPEN = new HashMap<>();

  private final Shared shared;
  private final Path path;
  private final Set<Long> places = new HashSet<>();
  private boolean closed;

  private ChannelFile(Shared shared, Path path) {
    this.shared = shared;
    this.path = path;
  }

  static OpenFile open(Path path) throws IOException {
    synchronized (OPEN) {
      // Looked for before the file is opened: to close a second channel would release the locks.
      Object key = keyOf(path, LinkOption.NOFOLLOW_LINKS);
      Shared known = OPEN.get(key);
      if (known != null) {
        known.users++;
        return new ChannelFile(known, path);
      }
      if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        // Before it is opened, which could wait for the other end of a FIFO.
        throw new FileSystemException(path.toString(), null, "not a regular file");
      }
      return share(
          FileChannel.open(
              path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
          path);
    }
  }

  static OpenFile create(Path path) throws IOException {
    Set<OpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileAttribute<?>[] attributes =
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    synchronized (OPEN) {
      return share(FileChannel.open(path, options, attributes), path);
    }
  }

  private static ChannelFile share(FileChannel channel, Path path) throws IOException {
    try {
      Object key = keyOf(path);
      if (OPEN.containsKey(key)) {
        // Replaced between the look and the opening by a file that is open here.
        throw new FileAlreadyExistsException(path.toString(), null, "it was just replaced");
      }
      Shared shared = new Shared(channel, key);
      OPEN.put(key, shared);
      return new ChannelFile(shared, path);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static Object keyOf(Path path, LinkOption... options) throws IOException {
    Object key = key(path, options);
    return key == null ? path.toRealPath() : key;
  }

  @Override
  boolean tryLock(long place, boolean sharedLock) {
    synchronized (OPEN) {
      requireOpen();
      if (!shared.tryLock(place, sharedLock)) {
        return false;
      }
      places.add(place);
      return true;
    }
  }

  @Override
  void unlock(long place) {
    synchronized (OPEN) {
      requireOpen();
      if (places.remove(place)) {
        shared.unlock(place);
      }
    }
  }

  @Override
  boolean isLocked(long place) {
    synchronized (OPEN) {
      requireOpen();
      if (!shared.tryLock(place, true)) {
        return true;
      }
      shared.unlock(place);
      return false;
    }
  }

  @Override
  void allocate(long byteSize) throws IOException {
    // Written, not only made longer: a hole on a full file system would fail at the first use.
    ByteBuffer zeroes = ByteBuffer.allocate(1 << 16);
    for (long at = 0; at < byteSize; ) {
      zeroes.clear().limit((int) Math.min(zeroes.capacity(), byteSize - at));
      at += shared.channel.write(zeroes, at);
    }
  }

  @Override
  MemorySegment map(long byteSize) throws IOException {
    return map(shared.channel, byteSize);
  }

  /** The name: nothing else leads to the file here. */
  @Override
  Path attributes() {
    return path;
  }

  @Override
  long size() throws IOException {
    return shared.channel.size();
  }

  @Override
  boolean isAt(Path other) throws IOException {
    try {
      return Objects.equals(shared.key, keyOf(other, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the region is closed, expected one that is open");
    }
  }

  @Override
  public void close() {
    synchronized (OPEN) {
      if (closed) {
        return;
      }
      closed = true;
      places.forEach(shared::unlock);
      shared.users--;
      if (shared.users == 0) {
        OPEN.remove(shared.key);
        shared.close();
      }
    }
  }

  /** What all objects of a file share. */
  private static final class Shared {
    private final FileChannel channel;
    private final Object key;
    private final Map<Long, Held> held = new HashMap<>();
    private int users = 1;

    Shared(FileChannel channel, Object key) {
      this.channel = channel;
      this.key = key;
    }

    boolean tryLock(long place, boolean sharedLock) {
      Held before = held.get(place);
      if (before != null) {
        if (!sharedLock || !before.lock.isShared()) {
          return false;
        }
        before.count++;
        return true;
      }
      FileLock lock = lock(place, sharedLock);
      if (lock == null) {
        return false;
      }
      held.put(place, new Held(lock));
      return true;
    }

    private @Nullable FileLock lock(long place, boolean sharedLock) {
      try {
        return channel.tryLock(place, 1, sharedLock);
      } catch (OverlappingFileLockException e) {
        return null; // through a channel of somebody else in this process
      } catch (IOException e) {
        throw new IllegalStateException("the system refuses to lock a file", e);
      }
    }

    void unlock(long place) {
      Held before = Objects.requireNonNull(held.get(place));
      before.count--;
      if (before.count == 0) {
        held.remove(place);
        try {
          before.lock.release();
        } catch (IOException e) {
          throw new IllegalStateException("the system refuses to unlock a file", e);
        }
      }
    }

    void close() {
      try {
        channel.close();
      } catch (IOException e) {
        // Nothing was written through it, and it is closed.
      }
    }
  }

  /** A lock of the process, and how many objects have it. */
  private static final class Held {
    private final FileLock lock;
    private int count = 1;

    Held(FileLock lock) {
      this.lock = lock;
    }
  }
}
