package dev.rouse.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.channel.LongChannel;
import dev.rouse.file.FileAccess;
import dev.rouse.file.IfExists;
import dev.rouse.memory.Region;
import dev.rouse.testing.Groups;
import dev.rouse.testing.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tool opens files that a group shares if it is told so, and only those. */
class ToolGroupTest {
  private SharedFolder folder;
  private Path shared;
  private Path own;
  private String group;

  @BeforeEach
  void createFiles() throws IOException {
    folder = new SharedFolder();
    group = Groups.usable(folder.path()).getName();
    shared = folder.file("shared");
    own = folder.file("own");
    Region.create(shared, IfExists.FAIL, FileAccess.group(group), LongChannel.part("longs", 16))
        .close();
    Region.create(own, LongChannel.part("longs", 16)).close();
  }

  @AfterEach
  void deleteFolder() throws IOException {
    folder.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stat", "check", "repair"})
  void fileOfAGroupIsOpenedForThatGroupOnly(String verb) {
    ToolRun refused = ToolRun.of(verb, shared);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .startsWith("rouse: " + shared + ": others can write to it (mode 660, group " + group);
    ToolRun other = ToolRun.of(verb, shared, "--group", Groups.unused());
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).startsWith("rouse: " + shared + ": the group is " + group);
    for (ToolRun run :
        List.of(
            ToolRun.of(verb, shared, "--group", group),
            ToolRun.of(verb, "--group=" + group, "--", shared))) {
      assertThat(run.err()).isEmpty();
      assertThat(run.code()).isZero();
    }
  }

  @Test
  void listOpensEachFileWithTheSameAccess() throws IOException {
    // It may have the group of the shared one anyway.
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-----w-"));
    List<Map<String, Object>> files =
        ToolRun.of("ls", "--json", "--group", group, folder.path()).list("files");
    assertThat(files).hasSize(2);
    assertThat(files.get(0)).containsEntry("file", "own").containsKey("unreadable");
    assertThat(files.get(1)).containsEntry("file", "shared").containsEntry("parts", 1L);
    List<Map<String, Object>> byDefault = ToolRun.of("ls", "--json", folder.path()).list("files");
    assertThat((String) byDefault.get(1).get("unreadable")).contains("others can write to it");
  }
}
