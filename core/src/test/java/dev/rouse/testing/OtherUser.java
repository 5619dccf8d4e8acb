package dev.rouse.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rouse.memory.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user of this machine who is not root, as a prefix of commands that run as this user. Only where
 * the tests run as root and {@code setpriv} is there; nothing is added to the machine.
 *
 * @param name the user
 * @param prefix what to write in front of a command
 */
public record OtherUser(String name, List<String> prefix) {
  private static final List<String> USUAL = List.of("daemon", "nobody", "bin", "mail");

  /**
   * Returns two users with a group in common, which is the main group of neither. Skips the test if
   * there cannot be processes of other users, or if they could not run Java or read the classes.
   *
   * @return the members
   */
  public static List<OtherUser> members() throws IOException, InterruptedException {
    List<String> names = names();
    return List.of(
        of(names.get(0), groups().get(1), group()), of(names.get(1), groups().get(2), group()));
  }

  /** Returns the second of the users, without the group that the two have in common. */
  public static OtherUser outsider() throws IOException, InterruptedException {
    return of(names().get(1), groups().get(2), null);
  }

  /** Returns the group that the two have in common. */
  public static String group() throws IOException {
    return groups().getFirst();
  }

  private static List<String> groups() throws IOException {
    List<String> groups =
        Groups.existing().stream().map(group -> group.getName()).limit(3).toList();
    assumeTrue(groups.size() == 3, "this machine has fewer than three of the usual groups");
    return groups;
  }

  private static List<String> names() throws IOException {
    assumeTrue(Files.exists(Path.of("/proc/self")), "another user needs Linux");
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "a process of another user can be started by root only");
    List<String> names = new ArrayList<>();
    for (String name : USUAL) {
      try {
        var users = Path.of("/").getFileSystem().getUserPrincipalLookupService();
        names.add(users.lookupPrincipalByName(name).getName());
      } catch (UserPrincipalNotFoundException e) {
        // The machine has others.
      }
    }
    assumeTrue(names.size() >= 2, "this machine has fewer than two of the usual users");
    return names;
  }

  private static OtherUser of(String name, String mainGroup, @Nullable String other)
      throws IOException, InterruptedException {
    OtherUser user =
        new OtherUser(
            name,
            List.of(
                "setpriv",
                "--reuid=" + name,
                "--regid=" + mainGroup,
                other == null ? "--clear-groups" : "--groups=" + other));
    assumeTrue(user.canRun("true"), "setpriv cannot start a process of another user");
    List<String> java = OtherJvm.builder(List.of(), OtherUser.class).command();
    assumeTrue(
        user.canRun("test", "-x", java.getFirst()), "another user cannot run " + java.getFirst());
    List<String> roots = List.of(java.get(java.indexOf("-cp") + 1).split(":", -1));
    assumeTrue(user.canRead(roots.getFirst(), Region.class), "another user cannot read " + roots);
    assumeTrue(user.canRead(roots.getLast(), OtherUser.class), "another user cannot read " + roots);
    return user;
  }

  private boolean canRead(String root, Class<?> type) throws InterruptedException {
    return canRun("test", "-r", root + "/" + type.getName().replace('.', '/') + ".class");
  }

  private boolean canRun(String... command) throws InterruptedException {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(List.of(command));
    return Programs.canRun(all);
  }
}
