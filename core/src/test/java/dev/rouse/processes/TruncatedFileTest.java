package dev.rouse.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.memory.Region;
import dev.rouse.testing.OtherJvm;
import dev.rouse.testing.SharedFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are truncated or deleted while they are mapped. */
class TruncatedFileTest {
  /** In the interpreter, a compare-and-set on a missing page would end the JVM. */
  @ParameterizedTest
  @ValueSource(strings = {"--enable-native-access=ALL-UNNAMED", "--illegal-native-access=deny"})
  void everyUseThrowsAndTheJvmLives(String access) throws Exception {
    try (SharedFolder folder = new SharedFolder()) {
      Process process =
          OtherJvm.builder(
                  List.of("-Xint", "-Xmx64m", "-XX:-CreateCoredumpOnCrash", access),
                  TruncatedFile.class,
                  folder.file("region"))
              .start();
      List<String> lines =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList();
      assertThat(process.waitFor()).as("%s", lines).isZero();
      assertThat(lines).hasSizeGreaterThan(18).endsWith("end");
      assertThat(lines.subList(0, lines.size() - 3))
          .allMatch(line -> line.contains(" throws java.lang.InternalError: "), "an error");
      assertThat(lines.subList(lines.size() - 3, lines.size() - 1))
          .as("who waits or attaches")
          .allMatch(
              line ->
                  line.contains("IllegalStateException")
                      && line.contains("the file was truncated"));
    }
  }

  @Test
  void deletedFileStaysUntilNobodyHasItOpen() throws IOException, InterruptedException {
    try (SharedFolder folder = new SharedFolder()) {
      Path file = folder.file("region");
      try (Region one = Region.create(file, LongChannel.part("longs", 16));
          Region other = Region.open(file)) {
        LongSender sender = LongChannel.attachSender(one, "longs");
        LongReceiver receiver = LongChannel.attachReceiver(other, "longs");
        Files.delete(file);
        sender.send(1);
        assertThat(receiver.receive()).isEqualTo(1);
        try (Region next = Region.create(file, LongChannel.part("longs", 16))) {
          sender.send(2);
          assertThat(LongChannel.attachReceiver(next, "longs").poll()).isEqualTo(LongReceiver.NONE);
          assertThat(receiver.receive()).isEqualTo(2);
        }
      }
    }
  }
}
