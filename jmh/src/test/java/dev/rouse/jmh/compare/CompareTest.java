package dev.rouse.jmh.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rouse.jmh.compare.input.Chunk;
import dev.rouse.jmh.compare.input.Digests;
import dev.rouse.jmh.compare.input.Input;
import dev.rouse.jmh.compare.input.Input.Block;
import dev.rouse.jmh.compare.input.WholeFiles;
import dev.rouse.jmh.compare.measure.Load;
import dev.rouse.jmh.compare.measure.Pass;
import dev.rouse.jmh.compare.pipeline.Approach;
import dev.rouse.jmh.compare.verdict.Claim;
import dev.rouse.jmh.tool.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class CompareTest {
  private static final Effort SHORT =
      new Effort(
          2 * Input.BLOCK_BYTES,
          1,
          1,
          80,
          4,
          new Effort.Rounds(1, 1, 1),
          new Effort.Rounds(1, 1, 1));

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @EnumSource
  void everyApproachDeliversTheDigestsThatSha256sumPrints(Approach approach) throws Exception {
    Input input = Input.of(folderOfThree());
    assertThat(input.blocks()).hasSize(7);
    Digests reference = new Digests(input);
    WholeFiles wholeFiles = new WholeFiles(input);
    // In chunks that end within a file.
    for (int next = 0; next < 7; ) {
      Chunk chunk = input.read(next, 2 * Input.BLOCK_BYTES);
      reference.add(chunk);
      var setting = new Pass.Setting(input, reference, chunk, 2);
      Pass.run(approach, Load.SATURATED, setting, chunk.blocks(), wholeFiles);
      next = chunk.end();
    }
    List<String> files = wholeFiles.files();
    reference.requireFiles(approach.label(), input, files);
    assertThat(files)
        .hasSize(3)
        .startsWith(
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void aWrongDigestNamesTheApproachAndTheBlock() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[Input.BLOCK_BYTES + 1]);
    Input input = Input.of(file);
    Digests reference = new Digests(input);
    reference.add(input.read(0, Long.MAX_VALUE));
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

  @Test
  void aPassWithAWrongDigestFails() throws Exception {
    Input input = Input.of(Files.write(folder.resolve("file"), new byte[] {1, 2, 3}));
    var setting = new Pass.Setting(input, new Digests(input), input.read(0, Long.MAX_VALUE), 1);
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> Pass.run(Approach.NOTIFY, Load.SATURATED, setting, input.blocks(), null))
        .withMessageContaining("approach notify: block 0 (file, offset 0): SHA-256 ");
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"MESSAGE_COPY", "MESSAGE_SERIALIZED"}) // there the publisher would fail
  void aBlockThatAWorkerCannotHandleEndsThePass(Approach approach) throws Exception {
    Input input = Input.of(Files.write(folder.resolve("file"), new byte[2 * Input.BLOCK_BYTES]));
    Digests reference = new Digests(input);
    Chunk chunk = input.read(0, Input.BLOCK_BYTES);
    reference.add(chunk);
    var setting = new Pass.Setting(input, reference, chunk, 2);
    Block there = input.blocks().getFirst();
    Block missing = input.blocks().getLast();
    List<Block> blocks = List.of(there, there, missing, there);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> Pass.run(approach, Load.SATURATED, setting, blocks, null))
        .withMessage("approach " + approach.label())
        .withRootCauseInstanceOf(ArrayIndexOutOfBoundsException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aChangeOfTheFileIsNoticed() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[100]);
    Input input = Input.of(file);
    for (int length : new int[] {101, 99}) {
      Files.write(file, new byte[length]);
      assertThatExceptionOfType(UserError.class)
          .isThrownBy(() -> input.read(0, Long.MAX_VALUE))
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
  @ValueSource(strings = {"--workers=0", "--workers=-1", "--workers=1025", "--workers=two"})
  void refusesNumbersOfWorkersThatDoNotFit(String workers) throws Exception {
    failsWith("workers: " + workers.substring(10) + ", expected a number from 1 to 1024", workers);
  }

  @Test
  void refusesAnythingButTrueAndFalseForStrict() throws Exception {
    failsWith("strict: yes, expected true or false", "--strict=yes");
  }

  @Test
  void aMissingInputEndsWithOne() throws Exception {
    Path missing = folder.resolve("missing");
    failsWith("input: " + missing + " does not exist", "--input=" + missing);
  }

  @Test
  void strictFailsForAClaimThatIsNotShown() throws Exception {
    Claim shown = new Claim(true, "this", "2");
    Claim open = new Claim(false, "that", "1");
    Compare.requireShown(List.of(shown));
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> Compare.requireShown(List.of(shown, open)))
        .withMessage("strict: 1 of 2 claims not shown on this machine: that");
  }

  @Test
  void anUnknownOptionEndsWithOne() {
    assertThat(Compare.run(SHORT, "--nonsense")).isEqualTo(1);
  }

  @Test
  void anExceptionEndsWithOneAndItsName() throws Exception {
    // results.json cannot be written where a folder has its name.
    Files.createDirectories(folder.resolve("out/results.json/x"));
    assertThat(compare(folderOfThree(), "")).isEqualTo(1);
    assertThat(folder.resolve("out/failure.txt")).content().contains("results.json");
  }

  @Test
  void aRunThatFindsTheDigestsEndsWithZeroWhateverTheVerdicts() throws Exception {
    Path failure = folder.resolve("out/failure.txt");
    Files.createDirectories(folder.resolve("out"));
    Files.writeString(failure, "from an earlier run");
    assertThat(compare(folderOfThree(), "")).isZero();
    assertThat(failure).doesNotExist();
    assertThat(folder.resolve("out/index.html"))
        .content()
        .contains("<p class=\"answer\">Workers woken by Rouse ");
  }

  private int compare(Path input, String strict) {
    return Compare.run(
        SHORT, "--input=" + input, "--strict=" + strict, "--output=" + folder.resolve("out"));
  }

  private void failsWith(String reason, String option) {
    assertThat(Compare.run(SHORT, option, "--output=" + folder.resolve("out"))).isEqualTo(1);
    assertThat(folder.resolve("out/" + Compare.FAILURE)).hasContent(reason);
  }

  private Path folderOfThree() throws IOException {
    Path three = Files.createDirectory(folder.resolve("three"));
    Files.writeString(three.resolve("abc"), "abc");
    Files.createDirectory(three.resolve("deep"));
    Files.writeString(three.resolve("deep/empty"), "");
    byte[] large = new byte[5 * Input.BLOCK_BYTES + 1];
    new Random(1).nextBytes(large);
    Files.write(three.resolve("large"), large);
    return three;
  }

  private static void refuses(Path input, String why) {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> Input.of(input))
        .withMessageStartingWith("input: ")
        .withMessageContaining(why);
  }
}
