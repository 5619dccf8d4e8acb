package dev.rouse.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.counter.AtomicCounter;
import dev.rouse.file.FileAccess;
import dev.rouse.file.IfExists;
import dev.rouse.memory.Region;
import dev.rouse.processes.Member.Task;
import dev.rouse.testing.Groups;
import dev.rouse.testing.OtherUser;
import dev.rouse.testing.SharedFolder;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes of two users who are members of one group, and of one who is not. */
@Tag("own-jvm")
class TwoUsersTest {
  private SharedFolder folder;
  private Path file;

  @BeforeEach
  void createFolder() throws IOException {
    folder = new SharedFolder();
    file = folder.file("region");
  }

  @AfterEach
  void deleteFolder() throws IOException {
    folder.close();
  }

  private void openFolder(String group, int mode) throws IOException {
    GroupPrincipal principal =
        FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
    Files.setAttribute(folder.path(), "posix:group", principal);
    Files.setAttribute(folder.path(), "unix:mode", mode);
  }

  /**
   * Each answer is waited for, so each of them sleeps and is woken by a process of another user. At
   * the end, one sees who has a role, and is told that the other was killed.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void membersOfAGroupWakeAndWatchEachOther(boolean nativeAccess) throws Exception {
    List<OtherUser> users = OtherUser.members();
    String group = OtherUser.group();
    openFolder(group, 0770);
    try (Member first =
        Member.start(nativeAccess, users.get(0), file, group, Task.CREATE_AND_ASK)) {
      assertThat(first.line()).isEqualTo("created");
      PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
      assertThat(attributes.owner().getName()).isEqualTo(users.get(0).name());
      assertThat(attributes.group().getName()).isEqualTo(group);
      assertThat(PosixFilePermissions.toString(attributes.permissions())).isEqualTo("rw-rw----");
      try (Member second = Member.start(nativeAccess, users.get(1), file, group, Task.ANSWER)) {
        assertThat(first.line()).isEqualTo("answered");
        assertThat(first.line()).isEqualTo("taken by " + second.pid());
        second.kill();
        assertThat(first.line()).isEqualTo("lost " + second.pid());
      }
      assertThat(first.ended()).isZero();
    }
  }

  /** An outsider cannot open the file, nor make one that members would trust. */
  @Test
  void outsiderIsRefused() throws Exception {
    OtherUser outsider = OtherUser.outsider();
    String group = OtherUser.group();
    openFolder(group, 01777);
    try (Member other = Member.start(true, outsider, file, group, Task.REUSE)) {
      assertThat(other.line())
          .startsWith("FileSystemException: " + file)
          .contains("it cannot get the group " + group + ", expected one of which the user");
    }
    try (var left = Files.list(folder.path())) {
      assertThat(left).isEmpty();
    }
    Region.create(file, IfExists.FAIL, FileAccess.group(group), AtomicCounter.part("count"))
        .close();
    try (Member other = Member.start(true, outsider, file, group, Task.REUSE)) {
      assertThat(other.line()).isEqualTo("AccessDeniedException: " + file);
    }
  }

  @ParameterizedTest
  @CsvSource({"000, true", "077, false"})
  void umaskMakesNoDifference(String umask, boolean nativeAccess) throws Exception {
    String group = Groups.usable(folder.path()).getName();
    List<String> withUmask = List.of("sh", "-c", "umask " + umask + " && exec \"$@\"", "sh");
    try (Member creator = Member.start(nativeAccess, withUmask, file, group, Task.CREATE_BOTH)) {
      assertThat(creator.line()).isEqualTo("created");
    }
    assertThat(mode(file)).isEqualTo("rw-rw----");
    assertThat(mode(folder.file("own"))).isEqualTo("rw-------");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
