package dev.rouse.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rouse.file.FileAccess;
import dev.rouse.internal.os.FileCalls;
import dev.rouse.testing.Groups;
import dev.rouse.testing.SharedFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever may rename files in a folder must not make others look at, or change, a wrong file. */
class OpenFileTest {
  /** The two kinds of open files. */
  enum Kind {
    DESCRIPTOR {
      @Override
      OpenFile create(Path path) throws IOException {
        return DescriptorFile.create(path);
      }
    },
    CHANNEL {
      @Override
      OpenFile create(Path path) throws IOException {
        return ChannelFile.create(path);
      }
    };

    abstract OpenFile create(Path path) throws IOException;
  }

  private SharedFolder folder;
  private Path name;
  private Path moved;

  @BeforeEach
  void createFolder() throws IOException {
    folder = new SharedFolder();
    name = folder.file("file");
    moved = folder.file("moved");
  }

  @AfterEach
  void deleteFolder() throws IOException {
    folder.close();
  }

  private static void assumeAvailable(Kind kind) {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "no open files in /proc");
    assumeTrue(kind == Kind.CHANNEL || FileCalls.isAvailable(), "no native access");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void attributesAreThoseOfTheOpenFileWhateverHasItsName(Kind kind) throws IOException {
    assumeAvailable(kind);
    try (OpenFile file = kind.create(name)) {
      Files.move(name, moved);
      Files.writeString(name, "another");
      assertThat(Files.isSameFile(file.attributes(), moved)).isTrue();
      assertThat(Files.isSameFile(file.attributes(), name)).isFalse();
      assertThat(file.isAt(name)).isFalse();
      assertThat(file.isAt(moved)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void onlyTheOpenFileIsShared(Kind kind) throws IOException {
    assumeAvailable(kind);
    GroupPrincipal group = Groups.usable(folder.path());
    Path secret = Files.createFile(folder.file("secret"));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    PosixFileAttributes before = Files.readAttributes(secret, PosixFileAttributes.class);
    try (OpenFile file = kind.create(name)) {
      Files.move(name, moved);
      Files.createSymbolicLink(name, secret);
      FileChecks.share(file, name, FileAccess.group(group.getName()));
    }
    PosixFileAttributes shared = Files.readAttributes(moved, PosixFileAttributes.class);
    assertThat(shared.group()).isEqualTo(group);
    assertThat(PosixFilePermissions.toString(shared.permissions())).isEqualTo("rw-rw----");
    PosixFileAttributes after =
        Files.readAttributes(secret, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    assertThat(after.group()).isEqualTo(before.group());
    assertThat(after.permissions()).isEqualTo(before.permissions());
  }

  /** Only then may the mode let the group in: before, it is one that nobody has asked for. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void fileThatCannotGetTheGroupStaysItsOwners(Kind kind) throws IOException {
    assumeAvailable(kind);
    assumeTrue(
        !Files.getAttribute(folder.path(), "unix:uid").equals(0), "root can give it any group");
    try (OpenFile file = kind.create(name)) {
      assertThatExceptionOfType(FileSystemException.class)
          .isThrownBy(() -> FileChecks.share(file, name, FileAccess.group(Groups.unused())))
          .withMessageContaining(
              "it cannot get the group " + Groups.unused() + ", expected one of which the user");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(name)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void descriptorOfAChannelIsFoundAmongOthersOfTheSameFile() throws IOException {
    assumeAvailable(Kind.CHANNEL);
    Files.writeString(name, "0123456789");
    try (FileChannel other = FileChannel.open(name, StandardOpenOption.READ);
        FileChannel channel = FileChannel.open(name, StandardOpenOption.READ)) {
      Path found = DescriptorPath.of(channel).orElseThrow();
      assertThat(found).isNotEqualTo(DescriptorPath.of(other).orElseThrow());
      assertThat(Files.readString(found)).isEqualTo("0123456789");
      assertThat(channel.position()).isZero();
      channel.position(3);
      assertThat(Files.readAllLines(Path.of("/proc/self/fdinfo").resolve(found.getFileName())))
          .contains("pos:\t3");
    }
  }
}
