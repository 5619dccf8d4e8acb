package dev.rouse.jmh.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rouse.jmh.compare.input.Digests;
import dev.rouse.jmh.compare.input.Input;
import dev.rouse.jmh.compare.pipeline.Approach;
import dev.rouse.jmh.tool.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompareTest {
  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @EnumSource
  void everyApproachDeliversTheDigestsThatSha256sumPrints(Approach approach) throws Exception {
    Files.writeString(folder.resolve("abc"), "abc");
    Files.createDirectory(folder.resolve("deep"));
    Files.writeString(folder.resolve("deep/empty"), "");
    byte[] large = new byte[5 * Input.BLOCK_BYTES + 1];
    new Random(1).nextBytes(large);
    Files.write(folder.resolve("large"), large);
    try (Input input = Input.open(folder)) {
      assertThat(input.blocks()).hasSize(7);
      Digests reference = Digests.reference(input);
      WholeFiles wholeFiles = new WholeFiles(input);
      Round.run(approach, Load.SATURATED, input, input.blocks(), 2, reference, wholeFiles);
      List<String> files = wholeFiles.finish();
      reference.requireFiles(approach.label(), input, files);
      assertThat(files.subList(0, 2))
          .containsExactly(
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
  }

  @Test
  void aWrongDigestNamesTheApproachAndTheBlock() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[Input.BLOCK_BYTES + 1]);
    try (Input input = Input.open(file)) {
      Digests reference = Digests.reference(input);
      assertThatExceptionOfType(UserError.class)
          .isThrownBy(
              () ->
                  reference.requireBlock(
                      "notify", input, input.blocks().get(1), new byte[Digests.BYTES], 0))
          .withMessageContaining("approach notify: block 1 (file, offset 65536)");
      assertThatExceptionOfType(UserError.class)
          .isThrownBy(() -> reference.requireFiles("poll-1s", input, List.of("00")))
          .withMessageContaining("approach poll-1s: file file: SHA-256 00, expected");
    }
  }

  @Test
  void aChangeOfTheFileIsNoticed() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[100]);
    try (Input input = Input.open(file)) {
      Files.write(file, new byte[101]);
      assertThatExceptionOfType(UserError.class)
          .isThrownBy(() -> Digests.reference(input))
          .withMessageContaining("changed while it was read");
    }
  }

  @Test
  void inputsWithoutBytesAreRefused() throws Exception {
    refuses(folder.resolve("missing"), "does not exist");
    refuses(folder, "is a folder without files");
    refuses(Files.createFile(folder.resolve("empty")), "has no bytes to validate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1025", "two"})
  void refusesNumbersOfWorkersThatDoNotFit(String workers) {
    assertThat(Compare.run("--workers=" + workers, "--output=" + folder)).isEqualTo(1);
  }

  @Test
  void aMissingInputEndsWithOne() {
    assertThat(Compare.run("--input=" + folder.resolve("missing"))).isEqualTo(1);
  }

  private static void refuses(Path input, String why) {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> Input.open(input).close())
        .withMessageStartingWith("input: ")
        .withMessageContaining(why);
  }
}
