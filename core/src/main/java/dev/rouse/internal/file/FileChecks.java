package dev.rouse.internal.file;

import dev.rouse.file.FileAccess;
import dev.rouse.file.RegionFormatException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;

/**
 * Whether a file can be trusted: who can write to it, can change what this process reads. Where the
 * file system does not tell owners and modes, nothing is checked.
 */
final class FileChecks {
  private static final int WRITABLE_BY_GROUP = 020;
  private static final int WRITABLE_BY_ALL = 002;
  private static final int STICKY = 01000;
  private static final int PASSES_GROUP_ON = 02000;

  private static final boolean UNIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private FileChecks() {}

  /**
   * Checks the folder of a file: in one in which everybody may rename the files of others, no file
   * is safe. Nor is the group of a file in one in which everybody may make files of that group.
   *
   * @param path the file, absolute
   * @param access who is trusted
   * @throws IOException if the folder is not there or not safe
   */
  static void requireSafeFolder(Path path, FileAccess access) throws IOException {
    Path folder = path.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NotDirectoryException(String.valueOf(folder));
    }
    if (!UNIX) {
      return;
    }
    int mode = (int) Files.getAttribute(folder, "unix:mode");
    if ((mode & WRITABLE_BY_ALL) == 0) {
      return;
    }
    if ((mode & STICKY) == 0) {
      throw new RegionFormatException(
          "%s: everybody can write to the folder (mode %o), expected one with the sticky bit, or for fewer"
              .formatted(folder, mode & 07777));
    }
    if ((mode & PASSES_GROUP_ON) != 0 && access.sharedWith().isPresent()) {
      throw new RegionFormatException(
          "%s: everybody can make files of the folder's group (mode %o), expected one without the set-group-ID bit, or for fewer"
              .formatted(folder, mode & 07777));
    }
  }

  /**
   * Checks an open file: a regular one, to which nobody writes who is not trusted.
   *
   * @param file the open file
   * @param path its name, for messages
   * @param access who is trusted
   * @throws IOException if it is not safe
   */
  static void requireSafe(OpenFile file, Path path, FileAccess access) throws IOException {
    Path at = file.attributes();
    if (!Files.isRegularFile(at)) {
      throw new RegionFormatException(path + ": not a regular file");
    }
    if (!UNIX) {
      return;
    }
    if (access.sharedWith().isPresent()) {
      requireGroup(at, path, access.sharedWith().get());
    } else {
      requireOwner(at, path);
    }
  }

  private static void requireOwner(Path at, Path path) throws IOException {
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
    if ((mode & (WRITABLE_BY_GROUP | WRITABLE_BY_ALL)) != 0) {
      // The group is asked for only now: the system may have to look for its name elsewhere.
      throw new RegionFormatException(
          "%s: others can write to it (mode %o, group %s), expected 600, or access for a group"
              .formatted(path, mode & 07777, Files.getAttribute(at, "posix:group")));
    }
  }

  private static void requireGroup(Path at, Path path, GroupPrincipal expected) throws IOException {
    Map<String, Object> attributes = Files.readAttributes(at, "unix:mode,group");
    Object group = attributes.get("group");
    if (!expected.equals(group)) {
      throw new RegionFormatException(
          "%s: the group is %s, expected %s, for which it is opened"
              .formatted(path, group, expected));
    }
    int mode = (int) Objects.requireNonNull(attributes.get("mode"));
    if ((mode & WRITABLE_BY_ALL) != 0) {
      throw new RegionFormatException(
          "%s: others can write to it (mode %o), expected 660".formatted(path, mode & 07777));
    }
  }

  /**
   * Gives a new file, which is its owner's alone, the group and the mode that it is to have.
   *
   * @param file the open file
   * @param path its name, for messages
   * @param access who is to use it
   * @throws IOException if this user may not give it the group, or the file system does not keep it
   */
  static void share(OpenFile file, Path path, FileAccess access) throws IOException {
    if (access.sharedWith().isEmpty()) {
      return;
    }
    Path at = file.attributes();
    if (!DescriptorPath.isOne(at)) {
      // Its name may be that of another file of this user by now.
      throw new FileSystemException(
          path.toString(), null, "this process cannot look at its open files, which a group needs");
    }
    GroupPrincipal group = access.sharedWith().get();
    try {
      // In this order: the mode would let in the group that the file has so far.
      Files.setAttribute(at, "posix:group", group);
      Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rw-rw----"));
    } catch (FileSystemException e) {
      throw new FileSystemException(
          path.toString(),
          null,
          "it cannot get the group %s, expected one of which the user of this process is a member: %s"
              .formatted(group, e.getReason()));
    }
    requireSafe(file, path, access);
  }
}
