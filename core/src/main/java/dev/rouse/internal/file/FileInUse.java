package dev.rouse.internal.file;

import dev.rouse.file.FileAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How a file is opened by those who use it: not before it is trusted, and never while replaced. */
final class FileInUse {
  private static final long PATIENCE_SECONDS = 10;

  private FileInUse() {}

  /**
   * Opens a file and says so to everybody; it then is not replaced.
   *
   * @param path the file, absolute
   * @param access who is trusted
   * @return the open file
   * @throws IOException if it cannot be opened or trusted, or others replace it all the time
   */
  static OpenFile open(Path path, FileAccess access) throws IOException {
    long start = System.nanoTime();
    while (true) {
      OpenFile file = OpenFile.open(path);
      boolean keep = false;
      try {
        FileChecks.requireSafe(file, path, access);
        // The look comes after the lock: who replaces the file has the lock until it has done so.
        keep = file.tryLock(RegionFile.OPEN_PLACE, true) && file.isAt(path);
        if (keep) {
          return file;
        }
      } finally {
        if (!keep) {
          file.close();
        }
      }
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
        throw new IOException(
            "%s: another process replaces or repairs it for more than %d s"
                .formatted(path, PATIENCE_SECONDS));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
