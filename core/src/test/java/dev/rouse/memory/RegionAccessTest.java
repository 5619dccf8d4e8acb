package dev.rouse.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rouse.counter.AtomicCounter;
import dev.rouse.file.FileAccess;
import dev.rouse.file.IfExists;
import dev.rouse.file.Part;
import dev.rouse.file.RegionFormatException;
import dev.rouse.testing.Groups;
import dev.rouse.testing.SharedFolder;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rights a region file gets, and which files are trusted, for each access. */
class RegionAccessTest {
  private static final Part COUNT = AtomicCounter.part("count");

  private SharedFolder folder;
  private Path file;
  private GroupPrincipal group;
  private FileAccess members;
  private FileAccess others;

  @BeforeEach
  void createFolder() throws IOException {
    folder = new SharedFolder();
    file = folder.file("region");
    group = Groups.usable(folder.path());
    members = FileAccess.group(group.getName());
    others = FileAccess.group(Groups.unused());
  }

  @AfterEach
  void deleteFolder() throws IOException {
    folder.close();
  }

  private void create(FileAccess access) throws IOException {
    Region.create(file, IfExists.FAIL, access, COUNT).close();
  }

  private void set(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private void setFolder(int mode) throws IOException {
    Files.setAttribute(folder.path(), "unix:mode", mode);
  }

  private void requireShared() throws IOException {
    PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class);
    assertThat(found.group()).isEqualTo(group);
    assertThat(PosixFilePermissions.toString(found.permissions())).isEqualTo("rw-rw----");
  }

  /** Every way to an existing file, with the access that it is asked for. */
  private List<ThrowingCallable> uses(FileAccess access) {
    return List.of(
        () -> Region.open(file, access).close(),
        () -> Region.create(file, IfExists.REUSE, access, COUNT).close(),
        () -> Region.create(file, IfExists.REUSE, access, List.of(COUNT)).close(),
        () -> Region.create(file, IfExists.REPLACE, access, COUNT).close());
  }

  private void requireRefused(FileAccess access, String why) throws IOException {
    Object before = Files.readAttributes(file, PosixFileAttributes.class).fileKey();
    List<ThrowingCallable> uses = uses(access);
    if (access.equals(others) && !isRoot()) {
      uses = uses.subList(0, 3); // the new file is made first, and cannot get a group of others
    }
    for (ThrowingCallable use : uses) {
      assertThatExceptionOfType(RegionFormatException.class)
          .isThrownBy(use)
          .withMessageStartingWith(file.toString())
          .withMessageContaining(why);
    }
    assertThat(Files.readAttributes(file, PosixFileAttributes.class).fileKey()).isEqualTo(before);
  }

  private boolean isRoot() throws IOException {
    return Files.getAttribute(folder.path(), "unix:uid").equals(0);
  }

  private void requireUsed(FileAccess access) throws Throwable {
    for (ThrowingCallable use : uses(access)) {
      use.call();
    }
  }

  @ParameterizedTest
  @EnumSource(IfExists.class)
  void newFileHasTheGroupAndItsMode(IfExists ifExists) throws IOException {
    try (Region region = Region.create(file, ifExists, members, COUNT);
        Region second = Region.open(file, members)) {
      AtomicCounter.at(region, "count").set(7);
      assertThat(AtomicCounter.at(second, "count").get()).isEqualTo(7);
      requireShared();
    }
  }

  @Test
  void fileOfTheGroupIsUsedAndReplacedByOneOfTheGroup() throws Throwable {
    create(members);
    requireUsed(members);
    requireShared();
  }

  @Test
  void fileOfAnotherGroupIsRefused() throws IOException {
    create(members);
    requireRefused(others, "the group is " + group.getName() + ", expected " + Groups.unused());
  }

  @Test
  void groupFileIsRefusedByDefault() throws IOException {
    create(members);
    requireRefused(
        FileAccess.owner(), "others can write to it (mode 660, group " + group.getName());
    assertThatExceptionOfType(RegionFormatException.class)
        .isThrownBy(() -> Region.open(file))
        .withMessageContaining("expected 600, or access for a group");
  }

  /** The group has fewer rights there, which harms nobody. */
  @Test
  void fileForItsOwnerIsUsedForTheGroupIfItHasThat() throws Throwable {
    create(FileAccess.owner());
    requireRefused(others, "the group is ");
    Files.setAttribute(file, "posix:group", group);
    requireUsed(members);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-rw-", "rw-----w-"})
  void fileThatEverybodyCanWriteToIsRefused(String mode) throws IOException {
    create(members);
    set(file, mode);
    requireRefused(members, "others can write to it (mode 6");
  }

  @Test
  void fileThatEverybodyCanReadIsUsed() throws Throwable {
    create(members);
    set(file, "rw-rw-r--");
    requireUsed(members);
  }

  @Test
  void fileOfAnotherUserIsUsedForTheGroupOnly() throws Throwable {
    create(members);
    assumeTrue(isRoot(), "only root can give a file to another user");
    Files.setAttribute(
        file,
        "posix:owner",
        FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    requireRefused(FileAccess.owner(), "the owner is user");
    set(file, "rw-------");
    requireRefused(FileAccess.owner(), "the owner is user");
    requireUsed(members);
  }

  /** There everybody can make a file that has the group. */
  @Test
  void folderThatGivesItsGroupToEverybodyIsRefused() throws IOException {
    create(members);
    setFolder(03777);
    for (ThrowingCallable use : uses(members)) {
      assertThatExceptionOfType(RegionFormatException.class)
          .isThrownBy(use)
          .withMessageStartingWith(folder.path().toString())
          .withMessageContaining("everybody can make files of the folder's group (mode 3777)");
    }
    Region.create(folder.file("own"), COUNT).close();
    for (int mode : new int[] {01777, 02770, 0770}) {
      setFolder(mode);
      Region.open(file, members).close();
    }
    setFolder(0777);
    assertThatExceptionOfType(RegionFormatException.class)
        .isThrownBy(() -> Region.open(file, members))
        .withMessageContaining("everybody can write to the folder (mode 777)");
  }
}
