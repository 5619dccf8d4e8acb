package dev.rouse.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.file.FileAccess;
import dev.rouse.file.IfExists;
import dev.rouse.memory.Region;
import dev.rouse.processes.CProgram.Build;
import dev.rouse.processes.CProgram.Source;
import dev.rouse.testing.Groups;
import dev.rouse.testing.SharedFolder;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which files of a group a C program trusts: the same as this process. */
@Tag("own-jvm") // C reads the files, so once is enough
class CGroupFileTest {
  // Codes of rouse_region.h, and an exit status of the two programs.
  private static final int OK = 0;
  private static final int REFUSED = 6;
  private static final int ARGUMENT = 10;
  private static final int USAGE = 64;

  private static Path programs;

  private SharedFolder folder;
  private GroupPrincipal group;

  @BeforeAll
  static void build() throws Exception {
    programs = CProgram.built(Build.CHECKED);
  }

  @BeforeEach
  void createFolder() throws IOException {
    folder = new SharedFolder();
    group = Groups.usable(folder.path());
  }

  @AfterEach
  void deleteFolder() throws IOException {
    folder.close();
  }

  private Path region(String name, String mode) throws IOException {
    Path file = folder.file(name);
    Region.create(
            file,
            IfExists.FAIL,
            FileAccess.group(group.getName()),
            LongChannel.part("longs", 16),
            LongChannel.part("answers", 16))
        .close();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file;
  }

  private static List<Integer> codes(Object... arguments) throws Exception {
    try (CProgram program = CProgram.start(programs, Source.TRY, arguments)) {
      List<Integer> codes = program.lines().stream().map(Integer::valueOf).toList();
      program.endedWith(OK);
      return codes;
    }
  }

  private static Object[] task(Object first, Object second, List<Path> files) {
    List<Object> all = new ArrayList<>(Arrays.asList(first, second));
    all.addAll(files);
    return all.toArray();
  }

  private String number() throws IOException {
    Path file = region("number", "rw-rw----");
    return Files.getAttribute(file, "unix:gid").toString();
  }

  @Test
  void onlyFilesOfTheGroupAreOpenedForIt() throws Exception {
    Path shared = region("shared", "rw-rw----");
    Path alone = region("alone", "rw-------");
    List<Path> files =
        List.of(shared, alone, region("all", "rw-rw-rw-"), region("others", "rw-----w-"));
    for (String name : List.of(group.getName(), number())) {
      assertThat(codes(task("use-for-group", name, files)))
          .containsExactly(OK, OK, REFUSED, REFUSED);
    }
    assertThat(codes(task("use-for-group", Groups.unused(), files)))
        .containsExactly(REFUSED, REFUSED, REFUSED, REFUSED);
    assertThat(codes(task("use", alone, files))).containsExactly(OK, REFUSED, OK, REFUSED, REFUSED);
    for (String name :
        List.of("no such group", "", "-1", "1x", "1 ", "4294967295", "1" + "0".repeat(30))) {
      try (CProgram program = CProgram.start(programs, Source.TRY, "use-for-group", name, shared)) {
        program.endedWith(ARGUMENT);
      }
    }
  }

  @Test
  void fileOfAnotherUserIsOpenedForTheGroupOnly() throws Exception {
    Path file = region("file", "rw-------");
    assumeTrue(Files.getAttribute(file, "unix:uid").equals(0), "only root can give it to another");
    assertThat(codes("use", file)).containsExactly(OK);
    Files.setAttribute(
        file,
        "posix:owner",
        FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    assertThat(codes("use", file)).containsExactly(REFUSED);
    assertThat(codes("use-for-group", group.getName(), file)).containsExactly(OK);
  }

  @Test
  void folderThatGivesItsGroupToEverybodyIsRefused() throws Exception {
    Path shared = region("shared", "rw-rw----");
    Path alone = region("alone", "rw-------");
    for (int mode : new int[] {03777, 01777}) {
      Files.setAttribute(folder.path(), "unix:mode", mode);
      assertThat(codes("use-for-group", group.getName(), shared))
          .containsExactly(mode == 03777 ? REFUSED : OK);
      assertThat(codes("use", alone)).containsExactly(OK);
    }
  }

  @Test
  void programsExchangeValuesThroughAFileOfTheGroup() throws Exception {
    Path shared = region("shared", "rw-rw----");
    try (Region region = Region.open(shared, FileAccess.group(group.getName()));
        CProgram sender =
            CProgram.start(programs, Source.SEND, "-g", group.getName(), shared, "longs");
        CProgram receiver =
            CProgram.start(programs, Source.RECEIVE, "-g", group.getName(), shared, "answers")) {
      LongReceiver receives = LongChannel.attachReceiver(region, "longs");
      try (var sends = LongChannel.attachSender(region, "answers")) {
        sender.write(12);
        long value = receives.receive();
        assertThat(value).isEqualTo(12);
        sends.send(value * value);
        assertThat(receiver.line()).isEqualTo("144");
      }
      receiver.endedWith(OK);
      sender.endInput();
      sender.endedWith(OK);
    }
  }

  @Test
  void programsSayThatThereIsNoSuchGroup() throws Exception {
    Path shared = region("shared", "rw-rw----");
    for (Source source : List.of(Source.SEND, Source.RECEIVE)) {
      try (CProgram unknown = CProgram.start(programs, source, "-g", "-1", shared, "longs");
          CProgram byDefault = CProgram.start(programs, source, shared, "longs")) {
        assertThat(unknown.endedWith(USAGE))
            .contains("\"-1\", expected the name or number of a group");
        assertThat(byDefault.endedWith(REFUSED)).contains("refused: the owner, group, mode");
      }
    }
  }
}
