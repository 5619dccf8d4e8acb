package dev.rouse.internal.file;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * A file that is opened and locked through the JDK, where the calls of {@link
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
      while (true) {
        // Looked for before the file is opened: to close a second channel would release the locks.
        // Nobody in this process gives a file a name meanwhile (see name), and no other process
        // replaces one that is open here.
        Object key = keyOf(path, LinkOption.NOFOLLOW_LINKS);
        Shared known = OPEN.get(key);
        if (known != null) {
          known.users++;
          return new ChannelFile(known, path);
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          // Before it is opened, which could wait for the other end of a FIFO.
          throw new FileSystemException(
              path.toString(),
              null,
              Files.isSymbolicLink(path)
                  ? "a symbolic link, expected the file itself"
                  : "not a regular file");
        }
        FileChannel channel =
            FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        // Closed here if it is not shared. Otherwise the garbage collector closes it later, and the
        // system then releases the locks that this process has got meanwhile.
        boolean shared = false;
        try {
          Path descriptor = descriptor(channel);
          if (key.equals(keyOf(descriptor, path))) {
            shared = true;
            return share(channel, key, descriptor, path);
          }
        } finally {
          if (!shared) {
            channel.close(); // the file was replaced or deleted, before or after it was opened
          }
        }
      }
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
      FileChannel channel = FileChannel.open(path, options, attributes);
      boolean shared = false;
      try {
        Path descriptor = descriptor(channel);
        Object key;
        try {
          key = keyOf(descriptor, path);
        } catch (NoSuchFileException e) {
          key = new Object(); // deleted by somebody who took it for abandoned: at no path at all
        }
        shared = true;
        return share(channel, key, descriptor, path);
      } finally {
        if (!shared) {
          channel.close();
        }
      }
    }
  }

  private static ChannelFile share(
      FileChannel channel, Object key, @Nullable Path descriptor, Path path) {
    Shared shared = new Shared(channel, key, descriptor);
    OPEN.put(key, shared);
    return new ChannelFile(shared, path);
  }

  private static @Nullable Path descriptor(FileChannel channel) throws IOException {
    return uninterrupted(() -> DescriptorPath.of(channel)).orElse(null);
  }

  /** Returns what tells an open file from others; by its name if nothing else leads to it. */
  private static Object keyOf(@Nullable Path descriptor, Path path) throws IOException {
    return descriptor == null ? keyOf(path, LinkOption.NOFOLLOW_LINKS) : keyOf(descriptor);
  }

  @Override
  void name(Naming naming, Path temporary) throws IOException {
    synchronized (OPEN) {
      naming.name(temporary);
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

  /** Java tells of a shared lock only by a try to get an exclusive one, which others would meet. */
  @Override
  Optional<Boolean> isLockedAtAll(long place) {
    return Optional.empty();
  }

  @Override
  void allocate(long byteSize) throws IOException {
    // Written, not only made longer: a hole on a full file system would fail at the first use.
    ByteBuffer zeroes = ByteBuffer.allocate(1 << 16);
    uninterrupted(
        () -> {
          for (long at = 0; at < byteSize; ) {
            zeroes.clear().limit((int) Math.min(zeroes.capacity(), byteSize - at));
            at += shared.channel.write(zeroes, at);
          }
          return byteSize;
        });
  }

  @Override
  MemorySegment map(long byteSize, MapMode mode, Arena arena) throws IOException {
    return uninterrupted(() -> map(shared.channel, byteSize, mode, arena));
  }

  /** Where the system shows no descriptors, the name: nothing else leads to the file there. */
  @Override
  Path attributes() {
    synchronized (OPEN) {
      requireOpen();
      return shared.descriptor == null ? path : shared.descriptor;
    }
  }

  @Override
  long size() throws IOException {
    return uninterrupted(shared.channel::size);
  }

  @Override
  boolean isAt(Path other) throws IOException {
    try {
      return Objects.equals(shared.key, keyOf(other, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Uses the channel on a thread that nobody can interrupt: an interrupt closes the channel, and
   * with it go the locks of all who have the file open in this process.
   */
  private static <T> T uninterrupted(Callable<T> use) throws IOException {
    FutureTask<T> task = new FutureTask<>(use);
    Thread.ofPlatform().daemon().name("rouse-file").start(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failed
          ? failed
          : new IOException("the file cannot be used", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
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
    private final @Nullable Path descriptor;
    private final Map<Long, Held> held = new HashMap<>();
    private int users = 1;

    Shared(FileChannel channel, Object key, @Nullable Path descriptor) {
      this.channel = channel;
      this.key = key;
      this.descriptor = descriptor;
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
