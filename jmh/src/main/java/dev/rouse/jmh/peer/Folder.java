package dev.rouse.jmh.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of its own for the files that processes share, in memory where the system has such a
 * place. It is deleted at the end, also if the JVM ends without a {@link #close}.
 */
final class Folder implements AutoCloseable {
  private static final Path MEMORY = Path.of("/dev/shm");

  private final Path path;
  private final Thread hook = new Thread(this::delete, "delete-folder");

  private Folder(Path path) {
    this.path = path;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  static Folder create() throws IOException {
    String prefix = "rouse-ipc";
    boolean inMemory = Files.isDirectory(MEMORY) && Files.isWritable(MEMORY);
    return new Folder(
        inMemory ? Files.createTempDirectory(MEMORY, prefix) : Files.createTempDirectory(prefix));
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    delete();
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  private void delete() {
    try (Stream<Path> found = Files.walk(path)) {
      List<Path> contentsFirst = found.sorted(Comparator.reverseOrder()).toList();
      for (Path file : contentsFirst) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // Deleted already.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
