package dev.rouse.internal.file;

import dev.rouse.internal.os.FileCalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/** A file that is opened and locked by the calls of the system, see {@link FileCalls}. */
final class DescriptorFile extends OpenFile {
  private static final int CLOSED = -1;

  private int descriptor;

  private DescriptorFile(int descriptor) {
    this.descriptor = descriptor;
  }

  static OpenFile open(Path path) throws IOException {
    return of(FileCalls.open(path.toString()), path);
  }

  static OpenFile openToRead(Path path) throws IOException {
    return of(FileCalls.openToRead(path.toString()), path);
  }

  static OpenFile create(Path path) throws IOException {
    return of(FileCalls.create(path.toString()), path);
  }

  private static OpenFile of(int result, Path path) throws IOException {
    if (result >= 0) {
      return new DescriptorFile(result);
    }
    String file = path.toString();
    throw switch (-result) {
      case FileCalls.ENOENT -> new NoSuchFileException(file);
      case FileCalls.EACCES -> new AccessDeniedException(file);
      case FileCalls.EEXIST -> new FileAlreadyExistsException(file);
      case FileCalls.ELOOP ->
          new FileSystemException(file, null, "a symbolic link, expected the file itself");
      default -> new FileSystemException(file, null, "open(2) fails with error " + -result);
    };
  }

  /** Every use is under the lock of this object: a number may belong to another file after it. */
  private int descriptor() {
    if (descriptor == CLOSED) {
      throw new IllegalStateException("the region is closed, expected one that is open");
    }
    return descriptor;
  }

  @Override
  synchronized boolean tryLock(long place, boolean shared) {
    return FileCalls.tryLock(descriptor(), place, shared);
  }

  @Override
  synchronized void unlock(long place) {
    FileCalls.unlock(descriptor(), place);
  }

  @Override
  synchronized boolean isLocked(long place) {
    return FileCalls.isLocked(descriptor(), place);
  }

  @Override
  synchronized Optional<Boolean> isLockedAtAll(long place) {
    return Optional.of(FileCalls.isLocked(descriptor(), place));
  }

  @Override
  synchronized void allocate(long byteSize) throws IOException {
    int result = FileCalls.allocate(descriptor(), byteSize);
    if (result == -FileCalls.ENOSPC) {
      throw new IOException("no space for " + byteSize + " bytes");
    }
    if (result < 0) {
      throw new IOException("posix_fallocate(3) fails with error " + -result);
    }
  }

  @Override
  synchronized MemorySegment map(long byteSize, MapMode mode, Arena arena) throws IOException {
    Set<OpenOption> options =
        mode.equals(MapMode.READ_ONLY)
            ? Set.of(StandardOpenOption.READ)
            : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(attributes(), options)) {
      return map(channel, byteSize, mode, arena);
    }
  }

  @Override
  synchronized Path attributes() {
    return Path.of("/proc/self/fd/" + descriptor());
  }

  @Override
  public synchronized void close() {
    if (descriptor != CLOSED) {
      FileCalls.close(descriptor);
      descriptor = CLOSED;
    }
  }
}
