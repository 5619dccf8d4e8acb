package dev.rouse.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.channel.Channel;
import dev.rouse.channel.LongChannel;
import dev.rouse.counter.AtomicCounter;
import dev.rouse.counter.StripedCounter;
import dev.rouse.file.Part;
import dev.rouse.internal.tool.Main;
import dev.rouse.internal.tool.Tool;
import dev.rouse.memory.Region;
import dev.rouse.processes.Peer.Task;
import dev.rouse.ring.LongRing;
import dev.rouse.ring.SpscRing;
import dev.rouse.signal.JobSignal;
import dev.rouse.testing.Background;
import dev.rouse.testing.JsonText;
import dev.rouse.testing.OtherJvm;
import dev.rouse.testing.SharedFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tool prints about region files that are used, killed, or no region files. */
class ToolTest {
  private SharedFolder folder;
  private Path file;
  private Region region;

  @BeforeEach
  void createFile() throws IOException {
    folder = new SharedFolder();
    file = folder.file("region");
    region =
        Region.create(
            file,
            LongChannel.part("longs", 16),
            Channel.part("records", 1024),
            JobSignal.part("jobs"),
            AtomicCounter.part("count"),
            StripedCounter.part("striped", 4),
            SpscRing.part("ring", 256),
            LongRing.part("long ring", 16),
            Part.bytes("bytes", 100));
  }

  @AfterEach
  void deleteFile() throws IOException {
    region.close();
    folder.close();
  }

  @Test
  void listHasTheRegionFilesOfAFolder() throws Exception {
    Files.writeString(folder.file("other"), "RouseRe is not enough");
    Files.createDirectory(folder.file("folder"));
    Files.createSymbolicLink(folder.file("link"), file);
    try (Peer peer = Peer.start(file, Task.HOLD)) {
      assertThat(peer.line()).isEqualTo("holds");
      ToolRun json = ToolRun.of("ls", "--json", folder.path());
      assertThat(json.code()).isZero();
      assertThat(json.list("files")).hasSize(1);
      Map<String, Object> entry = json.list("files").getFirst();
      assertThat(entry)
          .containsEntry("file", "region")
          .containsEntry("byteSize", Files.size(file))
          .containsEntry("parts", 8L)
          .containsEntry("creator", ProcessHandle.current().pid())
          .containsEntry("openBy", List.of(peer.pid()))
          .containsEntry("roles", List.of("longs receiver " + peer.pid()));
      ToolRun text = ToolRun.of("ls", folder.path());
      assertThat(text.out().lines()).hasSize(2);
      assertThat(text.out()).contains("longs receiver " + peer.pid());
    }
  }

  @Test
  void listSaysWhatIsDamagedOrUnreadable() throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    DamagedFileTest.write(folder.file("cut"), java.util.Arrays.copyOf(bytes, 700));
    DamagedFileTest.write(folder.file("cut more"), java.util.Arrays.copyOf(bytes, 9));
    Files.createSymbolicLink(folder.file("link"), file);
    Files.write(folder.file("open to all"), bytes);
    Files.setPosixFilePermissions(
        folder.file("open to all"),
        java.nio.file.attribute.PosixFilePermissions.fromString("rw-rw-rw-"));
    ToolRun json = ToolRun.of("ls", "--json", folder.path());
    assertThat(json.code()).isEqualTo(1);
    List<Map<String, Object>> files = json.list("files");
    assertThat(files).hasSize(4);
    assertThat((String) files.get(0).get("damaged")).contains("700 bytes");
    assertThat((String) files.get(1).get("damaged")).contains("9 bytes");
    assertThat((String) files.get(2).get("unreadable")).contains("others can write");
    assertThat(files.get(3)).containsKey("parts");
    assertThat(ToolRun.of("ls", folder.path()).out())
        .contains("damaged: the file has 700 bytes")
        .doesNotContain("link");
  }

  @Test
  void listOfAFolderWithoutRegionFilesSaysSo() throws Exception {
    Path empty = Files.createDirectory(folder.file("empty"));
    assertThat(ToolRun.of("ls", empty))
        .isEqualTo(new ToolRun(0, "no region files in " + empty + System.lineSeparator(), ""));
  }

  @Test
  void statShowsPartsRolesAndContents() throws Exception {
    AtomicCounter.at(region, "count").set(-7);
    StripedCounter.at(region, "striped").add(1234);
    JobSignal.attach(region, "jobs").add(3);
    JobSignal.attach(region, "jobs").close();
    LongChannel.attachSender(region, "longs").send(new long[] {1, 2, 3}, 0, 3);
    try (Peer peer = Peer.start(file, Task.STAY_IN_HANDLER, 2)) {
      assertThat(peer.line()).isEqualTo("handles 2");
      ToolRun run = ToolRun.of("stat", file, "--json");
      assertThat(run.code()).isZero();
      List<Map<String, Object>> parts = run.list("parts");
      assertThat(parts).hasSize(8);
      Map<String, Object> longs = parts.getFirst();
      assertThat(longs).containsEntry("label", "longs").containsEntry("kind", "channel of longs");
      assertThat(contents(longs))
          .containsEntry("written", 3L)
          .containsEntry("closed", false)
          .containsKeys("freed", "used", "sender", "receiver");
      List<Map<String, Object>> roles = ToolRun.objects(longs, "roles");
      assertThat(roles.get(0)).containsEntry("role", "sender").containsEntry("held", true);
      assertThat(roles.get(1))
          .containsEntry("role", "receiver")
          .containsEntry("held", true)
          .containsEntry("lost", false)
          .containsEntry("pid", peer.pid())
          .containsEntry("epoch", 1L)
          .containsKey("started");
      assertThat(contents(parts.get(2)))
          .containsEntry("pending", 3L)
          .containsEntry("closed", true)
          .containsEntry("consumer", "closed");
      assertThat(contents(parts.get(3))).containsEntry("value", -7L);
      assertThat(contents(parts.get(4))).containsEntry("value", 1234L);
      peer.kill();
      ToolRun text = ToolRun.of("stat", file);
      assertThat(text.out())
          .containsPattern("longs +receiver +lost +" + peer.pid())
          .containsPattern("jobs +job signal +1 +pending 3, closed")
          .containsPattern("count +counter +1 +value -7")
          .containsPattern("striped +striped counter +4 +value 1,234");
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> contents(Map<String, Object> part) {
    return (Map<String, Object>) part.getOrDefault("contents", Map.of());
  }

  @Test
  void statWatchesUntilInterrupted() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int[] code = {-1};
    Thread watching =
        Thread.ofPlatform()
            .start(
                () ->
                    code[0] =
                        new Tool(
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                System.err,
                                false)
                            .run("stat", "--json", "--watch", "0.1", file.toString()));
    Background.until(() -> documents(out).size() >= 2);
    AtomicCounter.at(region, "count").set(99);
    Background.until(() -> documents(out).getLast().contains("\"value\":99"));
    watching.interrupt();
    assertThat(watching.join(java.time.Duration.ofSeconds(30))).isTrue();
    assertThat(code[0]).isZero();
    documents(out).forEach(JsonText::parse);
  }

  private static List<String> documents(ByteArrayOutputStream out) {
    String all = out.toString(StandardCharsets.UTF_8);
    return all.substring(0, all.lastIndexOf('\n') + 1).lines().toList();
  }

  @Test
  void lookingChangesNothing() throws Exception {
    LongChannel.attachSender(region, "longs").send(1);
    region.close();
    byte[] before = Files.readAllBytes(file);
    for (String verb : List.of("stat", "check")) {
      assertThat(ToolRun.of(verb, file).code()).isZero();
      assertThat(ToolRun.of(verb, file, "--json").code()).isZero();
    }
    assertThat(ToolRun.of("ls", folder.path()).code()).isZero();
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void checkOfAFileInUseFindsNothing() {
    ToolRun run = ToolRun.of("check", "--json", file);
    assertThat(run.code()).isZero();
    assertThat(run.json()).containsEntry("damaged", false);
    assertThat(run.errors()).isEmpty();
    assertThat(run.notes()).isEmpty();
    assertThat(ToolRun.of("check", file).out()).contains("fine, 0 errors");
  }

  @Test
  void otherFilesAreRefused() throws Exception {
    byte[] valid = Files.readAllBytes(file);
    refused(new byte[0], "0 bytes");
    refused(new byte[1000], "no magic number");
    refused("garbage, garbage, garbage!".repeat(100).getBytes(StandardCharsets.UTF_8), "no magic");
    refused(java.util.Arrays.copyOf(valid, valid.length - 128), "bytes, expected");
    refused(changed(valid, 8, Integer.reverseBytes(0x01020304)), "the other byte order");
    refused(changed(valid, 12, 7), "version 7");
    refused(changed(valid, 40, Integer.MAX_VALUE), "parts, expected");
    refused(changed(valid, 128, 99), "kind 99");
  }

  private static byte[] changed(byte[] valid, int at, int value) {
    byte[] bytes = valid.clone();
    ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putInt(at, value);
    return bytes;
  }

  private void refused(byte[] bytes, String why) throws IOException {
    Path other = folder.file("other");
    DamagedFileTest.write(other, bytes);
    for (String verb : List.of("stat", "check", "repair")) {
      ToolRun run = ToolRun.of(verb, other);
      assertThat(run.code()).as(verb).isEqualTo(1);
      assertThat(run.out()).contains(why);
      assertThat(run.err()).isEmpty();
      assertThat(ToolRun.of(verb, other, "--json").json().toString()).contains(why);
    }
    assertThat(Files.readAllBytes(other)).isEqualTo(bytes);
    Files.delete(other);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stat", "check", "repair"})
  void whatIsNoFileCannotBeRead(String verb) throws Exception {
    Files.createSymbolicLink(folder.file("link"), file);
    for (String name : List.of("missing", "link", "", "no/folder")) {
      ToolRun run = ToolRun.of(verb, folder.file(name));
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).startsWith("rouse: ").hasLineCount(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', verb: nothing",
    "list, verb: list",
    "ls, dir: nothing",
    "ls;a;b, argument: b",
    "stat;--all;x, option: --all",
    "stat;x;--group, --group: nothing",
    "ls;x;--group=, --group: nothing",
    "check;x;--group;no such group, --group: no such group",
    "repair;x;--group=-1, --group: -1",
    "stat;x;--watch, --watch: nothing",
    "stat;x;--watch;soon, --watch: soon",
    "stat;x;--watch=0, --watch: 0",
    "stat;x;--watch=NaN, --watch: NaN",
    "check;x;--watch=1, option: --watch",
    "stat;'', file: \"\"",
    "stat;a\0b, file: \"a\\u{0}b\"",
    "ls;/nowhere/at/all, /nowhere/at/all: it does not exist",
    "ls;/proc/self/status, /proc/self/status: not a folder"
  })
  void wrongArgumentsAreNamed(String args, String message) {
    Object[] all = args.isEmpty() ? new Object[0] : args.replace("''", "").split(";", -1);
    ToolRun run = ToolRun.of(all);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("rouse: " + message).hasLineCount(1);
  }

  @Test
  void helpAndVersion() {
    assertThat(ToolRun.of("--help").out()).contains("ls DIR", "Exit codes");
    assertThat(ToolRun.of("stat", "x", "-h")).isEqualTo(ToolRun.of("--help"));
    assertThat(ToolRun.of("--version").out()).startsWith("rouse ");
    assertThat(ToolRun.of("stat", "--", "--help").err()).contains("--help: it does not exist");
  }

  @Test
  void labelsDoNotReachTheTerminalAsTheyAre() throws Exception {
    String label = "a\u202Eb \"q\" \\ \u2028 \u200B \uD83D\uDE00 ü";
    Path other = folder.file("new\nline\u001B[31m");
    Region.create(other, AtomicCounter.part(label)).close();
    ToolRun json = ToolRun.of("stat", "--json", other);
    assertThat(json.list("parts").getFirst()).containsEntry("label", label);
    assertThat(json.json()).containsEntry("file", other.toString());
    for (ToolRun run : List.of(ToolRun.of("stat", other), ToolRun.of("ls", folder.path()), json)) {
      assertThat(run.out().replace(System.lineSeparator(), "").codePoints())
          .noneMatch(Character::isISOControl)
          .noneMatch(point -> Character.getType(point) == Character.FORMAT);
    }
    assertThat(ToolRun.of("stat", other).out()).contains("a\\u{202E}b", "\\u{1B}[31m", " ü");
  }

  @Test
  void runsAsAProcess() throws Exception {
    RawFile.part(region, "longs").setInt(RawFile.SPACE_STATE, 77);
    for (String file : List.of(this.file.toString(), this.file + "-missing")) {
      Process process =
          OtherJvm.builder(
                  List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"),
                  Main.class,
                  "check",
                  "--json",
                  file)
              .redirectErrorStream(true)
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      if (file.endsWith("missing")) {
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(out).startsWith("rouse: ").hasLineCount(1);
      } else {
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(out).contains("the state of the sender is 77");
        JsonText.parse(out);
      }
    }
  }
}
