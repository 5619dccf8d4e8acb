package dev.rouse.internal.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Finds the path in {@code /proc} that leads to the file of a channel, whatever has its name by
 * now: by the position of the channel, which the system tells for each descriptor of the process.
 */
final class DescriptorPath {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Path POSITIONS = Path.of("/proc/self/fdinfo");
  private static final String POSITION = "pos:";

  /** Positions below this are within the size of a file on every file system. */
  private static final long POSITION_BOUND = 1L << 31;

  private DescriptorPath() {}

  /**
   * Finds the path. To be called by a thread that nobody interrupts, as that closes the channel.
   *
   * @param channel the channel, whose position nobody uses; it is 0 afterwards
   * @return the path, which is right as long as the channel is open; nothing where the system does
   *     not let this process look at its descriptors
   * @throws IOException if the channel cannot be used
   */
  static Optional<Path> of(FileChannel channel) throws IOException {
    if (!Files.isDirectory(DESCRIPTORS) || !Files.isDirectory(POSITIONS)) {
      return Optional.empty();
    }
    SecureRandom random = new SecureRandom();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(POSITIONS)) {
      long position = moved(channel, random);
      for (Path each : all) {
        if (isAt(position, each)) {
          // Another file may be at the same position by chance, but not twice.
          position = moved(channel, random);
          if (isAt(position, each)) {
            return Optional.of(DESCRIPTORS.resolve(each.getFileName()));
          }
        }
      }
    } catch (AccessDeniedException e) {
      return Optional.empty(); // the program has rights that its user does not have
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } finally {
      channel.position(0);
    }
    throw new IOException(POSITIONS + ": no descriptor of an open file, expected one");
  }

  /** Tells whether a path is one that leads to an open file. */
  static boolean isOne(Path path) {
    return path.startsWith(DESCRIPTORS);
  }

  private static long moved(FileChannel channel, SecureRandom random) throws IOException {
    long position = random.nextLong(POSITION_BOUND);
    channel.position(position);
    return position;
  }

  private static boolean isAt(long position, Path descriptor) {
    try {
      return Files.readString(descriptor, StandardCharsets.ISO_8859_1)
          .lines()
          .filter(line -> line.startsWith(POSITION))
          .anyMatch(
              line -> line.substring(POSITION.length()).strip().equals(Long.toString(position)));
    } catch (IOException e) {
      return false; // another thread has closed it
    }
  }
}
