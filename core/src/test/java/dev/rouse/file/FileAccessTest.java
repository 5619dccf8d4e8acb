package dev.rouse.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rouse.testing.Groups;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which groups can be named, and when two accesses are the same. */
class FileAccessTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", "no such group", "-1", "+1", "1 ", "daemon\0", "99999999999"})
  void unknownGroupIsNamed(String name) throws IOException {
    Groups.usable(folder); // or there are none here
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FileAccess.group(name))
        .withMessage(
            "name: \"" + name + "\", expected the name or number of a group of this system");
  }

  @Test
  void groupIsKnownByNameAndNumber() throws IOException {
    String name = Groups.usable(folder).getName();
    Path file = Files.createFile(folder.resolve("file"));
    Files.setAttribute(file, "posix:group", Groups.usable(folder));
    FileAccess byName = FileAccess.group(name);
    FileAccess byNumber = FileAccess.group(Files.getAttribute(file, "unix:gid").toString());
    assertThat(byNumber).isEqualTo(byName).hasSameHashCodeAs(byName);
    assertThat(byName.sharedWith()).contains(Groups.usable(folder));
    assertThat(byName).hasToString("group " + name);
    assertThat(byName).isNotEqualTo(FileAccess.group(Groups.unused()));
    assertThat(byName).isNotEqualTo(FileAccess.owner());
  }

  @Test
  void ownerHasNoGroup() {
    assertThat(FileAccess.owner()).isSameAs(FileAccess.owner()).hasToString("owner");
    assertThat(FileAccess.owner().sharedWith()).isEmpty();
  }

  /** A zip file has no owners and modes, as the files of other systems. */
  @Test
  void groupIsRefusedWhereFilesHaveNone() throws IOException {
    String name = Groups.usable(folder).getName();
    try (FileSystem other =
        FileSystems.newFileSystem(folder.resolve("files.zip"), Map.of("create", "true"))) {
      assumeTrue(!other.supportedFileAttributeViews().contains("unix"), "a zip file with owners");
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> FileAccess.group(name, other))
          .withMessageContaining("name: \"" + name + "\", expected FileAccess.owner()");
    }
  }
}
