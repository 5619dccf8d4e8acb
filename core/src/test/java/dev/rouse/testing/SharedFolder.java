package dev.rouse.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A new folder for region files, in memory where there is such a place; deleted at the end. */
public final class SharedFolder implements AutoCloseable {
  private final Path path;

  public SharedFolder() throws IOException {
    Path memory = Path.of("/dev/shm");
    path =
        Files.isWritable(memory)
            ? Files.createTempDirectory(memory, "rouse-test")
            : Files.createTempDirectory("rouse-test");
  }

  /** Returns the path of a file in the folder. */
  public Path file(String name) {
    return path.resolve(name);
  }

  /** Returns the folder. */
  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    try (var all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
