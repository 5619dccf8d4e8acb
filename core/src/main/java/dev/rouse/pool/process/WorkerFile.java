package dev.rouse.pool.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file of one process, in a folder of its own that nobody else can enter. It is needed until
 * both sides have it open: after that, they share the memory, and nothing can be left behind.
 */
final class WorkerFile {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final String PREFIX = "rouse-worker-";
  private static final String NAME = "region";

  private WorkerFile() {}

  /**
   * Makes the folder, and returns the path of the file in it.
   *
   * @param parent where the folder is; null for the default
   */
  static Path create(@Nullable Path parent) throws IOException {
    Path folder;
    if (parent != null) {
      folder = Files.createTempDirectory(parent, PREFIX);
    } else if (Files.isDirectory(SHARED_MEMORY) && Files.isWritable(SHARED_MEMORY)) {
      folder = Files.createTempDirectory(SHARED_MEMORY, PREFIX);
    } else {
      folder = Files.createTempDirectory(PREFIX);
    }
    return folder.toAbsolutePath().resolve(NAME);
  }

  /** Deletes the file and its folder, if they are there. */
  static void delete(Path file) {
    Path folder = file.getParent();
    if (folder == null || !folder.getFileName().toString().startsWith(PREFIX)) {
      return; // not made here
    }
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // The other side does the same. If it cannot either, something else is in the folder.
    }
  }
}
