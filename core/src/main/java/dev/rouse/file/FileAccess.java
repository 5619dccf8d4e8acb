package dev.rouse.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may use a region file: what rights a new file gets, and which existing file is trusted. Every
 * process that opens a file says whom it trusts; the file does not say it.
 *
 * <p>{@link #owner()}, the default, is for processes of one user. {@link #group} is for processes
 * of several users, the members of one group.
 *
 * <p>Whoever can write to a file can change what all others read from it, take its roles, or
 * truncate it. So everybody who is trusted can make the use of the file fail, as described at
 * {@code dev.rouse.memory.Region}; nobody can make a process reach memory outside the file. Whoever
 * can read the file can read all that is sent through it.
 *
 * <p>Only owner, group and mode are looked at. A folder with a default access control list can give
 * rights to more users than these say: use one without such a list.
 *
 * <p>Immutable; equal if the same users are trusted.
 */
public final class FileAccess {
  private static final FileAccess OWNER = new FileAccess(null);

  private final @Nullable GroupPrincipal group;

  private FileAccess(@Nullable GroupPrincipal group) {
    this.group = group;
  }

  /**
   * For processes of one user. A new file has mode 600. An existing file is used only if its owner
   * is the user of this process and nobody else can write to it. Where the file system does not
   * tell owners and modes, nothing is checked.
   *
   * @return this access
   */
  public static FileAccess owner() {
    return OWNER;
  }

  /**
   * For processes of several users, the members of a group. A new file has this group and mode 660,
   * whatever the umask and the folder say. An existing file is used only if it has this group and
   * nobody but its owner and the group can write to it; its owner may be any user, and its mode may
   * give the group fewer rights.
   *
   * <p>So the members of the group are trusted, and the owner of the file. The owner is or was a
   * member, too, or else somebody who could make a file in a folder that passes its group on (the
   * set-group-ID bit). A folder that does so and in which everybody can make files is refused.
   *
   * <p>Do not take a group in which files end up whose own group is unknown to the system, such as
   * {@code nogroup}.
   *
   * <p>Asks the system for the group, which may block if groups are kept on another machine. A
   * process need not be a member to make this object; the system decides what it can open and
   * create.
   *
   * @param name the name of the group; or its number, if no group has the number as its name
   * @return the access for the group, as the system knew it at the time of this call
   * @throws IllegalArgumentException if there is no such group
   * @throws UncheckedIOException if the system cannot find out whether there is
   * @throws UnsupportedOperationException if this is not Linux: owners and groups of open files
   *     cannot be looked at
   */
  public static FileAccess group(String name) {
    return group(name, FileSystems.getDefault());
  }

  static FileAccess group(String name, FileSystem system) {
    Objects.requireNonNull(name, "name");
    if (!system.supportedFileAttributeViews().contains("unix")
        || !Files.isDirectory(Path.of("/proc/self/fd"))) {
      throw new UnsupportedOperationException(
          "name: \"%s\", expected FileAccess.owner(): files can be shared with a group on Linux only"
              .formatted(name));
    }
    try {
      // The lookup would take a number with a sign, of which -1 means to leave the group as it is.
      if (name.startsWith("-")
          || name.startsWith("+")
          || name.chars().anyMatch(Character::isISOControl)) {
        throw new UserPrincipalNotFoundException(name);
      }
      return new FileAccess(
          system.getUserPrincipalLookupService().lookupPrincipalByGroupName(name));
    } catch (UserPrincipalNotFoundException e) {
      throw new IllegalArgumentException(
          "name: \"%s\", expected the name or number of a group of this system".formatted(name), e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "name: \"%s\", expected a group: the system cannot look for it".formatted(name), e);
    }
  }

  /**
   * Returns the group.
   *
   * @return the group whose members share a file; nothing for {@link #owner()}
   */
  public Optional<GroupPrincipal> sharedWith() {
    return Optional.ofNullable(group);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileAccess access && Objects.equals(group, access.group);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(group);
  }

  @Override
  public String toString() {
    return group == null ? "owner" : "group " + group.getName();
  }
}
