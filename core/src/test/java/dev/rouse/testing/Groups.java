package dev.rouse.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;

/** Groups of this machine that tests use. Nothing is added to the machine. */
public final class Groups {
  /** On most machines there are some of these, with no or few members. */
  private static final List<String> USUAL =
      List.of("daemon", "bin", "sys", "mail", "games", "users", "tty");

  /** A number that is hardly that of a group. */
  private static final String UNUSED = "1997563210";

  private Groups() {}

  /**
   * Returns a group that this process may give to a file; one that a file does not have anyway, if
   * there is one. Skips the test where files have no groups.
   *
   * @param folder where the file will be
   */
  public static GroupPrincipal usable(Path folder) throws IOException {
    Path self = Path.of("/proc/self");
    assumeTrue(
        Files.isDirectory(self) && Files.getFileStore(folder).supportsFileAttributeView("posix"),
        "files can be shared with a group on Linux only");
    Path probe = Files.createTempFile(folder, "probe", "");
    try {
      for (GroupPrincipal group : existing()) {
        try {
          Files.setAttribute(probe, "posix:group", group);
          return group;
        } catch (FileSystemException e) {
          // This user is no member.
        }
      }
    } finally {
      Files.delete(probe);
    }
    return (GroupPrincipal) Files.getAttribute(self, "posix:group");
  }

  /** Returns the number of a group that no file has. */
  public static String unused() {
    return UNUSED;
  }

  /** Returns groups of the machine, in an order that is always the same. */
  static List<GroupPrincipal> existing() throws IOException {
    List<GroupPrincipal> groups = new ArrayList<>();
    for (String name : USUAL) {
      try {
        groups.add(
            Path.of("/")
                .getFileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByGroupName(name));
      } catch (UserPrincipalNotFoundException e) {
        // The machine has others.
      }
    }
    return groups;
  }
}
