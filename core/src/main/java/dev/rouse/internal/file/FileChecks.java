package dev.rouse.internal.file;

import dev.rouse.file.RegionFormatException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Whether a file can be trusted: who can write to it, can change what this process reads. Where the
 * file system does not tell owners and modes, nothing is checked.
 */
final class FileChecks {
  private static final int WRITABLE_BY_OTHERS = 022;
  private static final int WRITABLE_BY_ALL = 002;
  private static final int STICKY = 01000;

  private static final boolean UNIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private FileChecks() {}

  /**
   * Checks the folder of a file: in one in which everybody may rename the files of others, no file
   * is safe.
   *
   * @param path the file, absolute
   * @throws IOException if the folder is not there or not safe
   */
  static void requireSafeFolder(Path path) throws IOException {
    Path folder = path.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NotDirectoryException(String.valueOf(folder));
    }
    if (!UNIX) {
      return;
    }
    int mode = (int) Files.getAttribute(folder, "unix:mode");
    if ((mode & WRITABLE_BY_ALL) != 0 && (mode & STICKY) == 0) {
      throw new RegionFormatException(
          "%s: everybody can write to the folder (mode %o), expected one with the sticky bit, or for fewer"
              .formatted(folder, mode & 07777));
    }
  }

  /**
   * Checks an open file: a regular one, of the user of this process, to which nobody else writes.
   *
   * @param file the open file
   * @param path its name, for messages
   * @throws IOException if it is not safe
   */
  static void requireSafe(OpenFile file, Path path) throws IOException {
    Path at = file.attributes();
    if (!Files.isRegularFile(at)) {
      throw new RegionFormatException(path + ": not a regular file");
    }
    if (!UNIX) {
      return;
    }
    Map<String, Object> attributes = Files.readAttributes(at, "unix:mode,uid");
    Object owner = Objects.requireNonNull(attributes.get("uid"));
    Path self = Path.of("/proc/self");
    Object user =
        Files.exists(self) ? Objects.requireNonNull(Files.getAttribute(self, "unix:uid")) : owner;
    if (!user.equals(owner)) {
      throw new RegionFormatException(
          "%s: the owner is user %s, expected %s, the user of this process"
              .formatted(path, owner, user));
    }
    int mode = (int) Objects.requireNonNull(attributes.get("mode"));
    if ((mode & WRITABLE_BY_OTHERS) != 0) {
      throw new RegionFormatException(
          "%s: others can write to it (mode %o), expected 600".formatted(path, mode & 07777));
    }
  }
}
