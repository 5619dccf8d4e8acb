package dev.rouse.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.channel.Channel;
import dev.rouse.channel.LongChannel;
import dev.rouse.codec.RecordCodec;
import dev.rouse.file.RegionFormatException;
import dev.rouse.memory.Region;
import dev.rouse.processes.CProgram.Build;
import dev.rouse.processes.CProgram.Source;
import dev.rouse.testing.Background;
import dev.rouse.testing.SharedFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a C program does with files that it must not trust: with the checks of the compiler. */
@Tag("own-jvm") // C reads the files, so once is enough
class CUnsafeFileTest {
  private static final int FILES = 300;

  private static final long HEAD = RawFile.TAIL + 128;
  private static final long RECORD = RawFile.TAIL + 256;

  // Codes of rouse_region.h.
  private static final int OK = 0;
  private static final int NO_FILE = 5;
  private static final int REFUSED = 6;
  private static final int DAMAGED = 7;

  private static Path programs;

  private SharedFolder folder;

  @BeforeAll
  static void build() throws Exception {
    programs = CProgram.built(Build.CHECKED);
  }

  @BeforeEach
  void createFolder() throws Exception {
    folder = new SharedFolder();
  }

  @AfterEach
  void deleteFolder() throws Exception {
    folder.close();
  }

  /** Opens and uses each file, and returns the codes of their opening. */
  private static List<Integer> codes(List<Path> files) throws Exception {
    List<Object> arguments = new ArrayList<>(List.of("use"));
    arguments.addAll(files);
    try (CProgram program = CProgram.start(programs, Source.TRY, arguments.toArray())) {
      List<Integer> codes = program.lines().stream().map(Integer::valueOf).toList();
      program.endedWith(OK);
      return codes;
    }
  }

  private Path region(String name) throws Exception {
    Path file = folder.file(name);
    Region.create(file, LongChannel.part("longs", 16)).close();
    return file;
  }

  @Test
  void damagedFilesAreRefusedAsInJavaOrWork() throws Exception {
    byte[] valid = DamagedFileTest.validFile(folder.file("valid"));
    List<Path> files = new ArrayList<>();
    List<Integer> expected = new ArrayList<>();
    for (int seed = 0; seed < FILES; seed++) {
      Path file = folder.file("damaged" + seed);
      DamagedFileTest.write(file, DamagedFileTest.damaged(valid, seed));
      files.add(file);
      expected.add(codeInJava(file));
    }
    assertThat(expected).contains(OK, DAMAGED);
    assertThat(codes(files)).isEqualTo(expected);
  }

  /** One thing that is wrong in a channel of records of 128 bytes in which one was sent. */
  enum Damage {
    TAIL_BEFORE_HEAD(HEAD, 24),
    TAIL_FAR_AFTER_HEAD(RawFile.TAIL, 144),
    ODD_TAIL(RawFile.TAIL, 20),
    ODD_HEAD(HEAD, 4),
    NEGATIVE_HEAD(HEAD, -8),
    FORMAT(RawFile.TAIL + 144, 0),
    CORRUPT(RawFile.TAIL + 136, 1),
    NEGATIVE_LENGTH(RECORD, (1L << 32) | 0xffff_ffffL),
    LENGTH_BEYOND_TAIL(RECORD, (1L << 32) | 9),
    LENGTH_BEYOND_RING(RECORD, (1L << 32) | (1 << 30)),
    PADDING_BEYOND_TAIL(RECORD, (-1L << 32) | 9),
    NO_TYPE(RECORD, 8),
    NEGATIVE_TYPE(RECORD, (-2L << 32) | 8),
    END_WITHOUT_ELEMENTS(RawFile.END, 100);

    private final long at;
    private final long value;

    Damage(long at, long value) {
      this.at = at;
      this.value = value;
    }
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void damagedChannelsAreRefused(Damage damage) throws Exception {
    Path file = folder.file("region");
    try (Region region = Region.create(file, Channel.part("records", 128))) {
      Channel.attachSender(region, "records").send(8L, RecordCodec.ofLong());
      RawFile raw = RawFile.part(region, "records");
      raw.set(damage.at, damage.value);
      raw.setInt(RawFile.RECORDS_STATE, RawFile.CLOSED);
    }
    try (CProgram receiver = CProgram.start(programs, Source.RECEIVE, file, "records")) {
      assertThat(receiver.lines()).hasSize(damage == Damage.END_WITHOUT_ELEMENTS ? 1 : 0);
      assertThat(receiver.endedWith(DAMAGED)).contains("damaged");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 17, Long.MIN_VALUE, Long.MAX_VALUE})
  void senderRefusesAHeadThatCannotBe(long head) throws Exception {
    Path file = folder.file("region");
    try (Region region = Region.create(file, LongChannel.part("longs", 16));
        CProgram sender = CProgram.start(programs, Source.SEND, file, "longs")) {
      RawFile raw = RawFile.part(region, "longs");
      for (int i = 0; i < 16; i++) {
        sender.write(i);
      }
      Background.until(() -> raw.get(RawFile.TAIL) == 16);
      raw.set(HEAD, head);
      sender.write(16);
      assertThat(sender.endedWith(DAMAGED)).contains("damaged");
    }
  }

  private static int codeInJava(Path file) throws Exception {
    try {
      Region.open(file).close();
      return OK;
    } catch (RegionFormatException e) {
      return DAMAGED;
    }
  }

  @Test
  void unsafeFilesAreRefused() throws Exception {
    Path good = region("good");
    Path link = Files.createSymbolicLink(folder.file("link"), good);
    Path pipe = folder.file("pipe");
    assertThat(new ProcessBuilder("mkfifo", "-m", "600", pipe.toString()).start().waitFor())
        .isZero();
    Path shared = region("shared");
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rw-rw----"));
    Path open = Files.createDirectory(folder.file("open"));
    Path unsafe = Files.copy(good, open.resolve("unsafe"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path missing = folder.file("missing");
    assertThat(codes(List.of(good, link, pipe, shared, unsafe, open, missing)))
        .containsExactly(OK, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, NO_FILE);
  }

  @Test
  void filesOfAnotherLengthAreRefused() throws Exception {
    byte[] valid = Files.readAllBytes(region("good"));
    List<Path> files = new ArrayList<>();
    for (int length : new int[] {0, 1, 127, 511, 512, valid.length - 1, valid.length + 128}) {
      byte[] bytes = new byte[length];
      System.arraycopy(valid, 0, bytes, 0, Math.min(length, valid.length));
      Path file = folder.file("length" + length);
      DamagedFileTest.write(file, bytes);
      files.add(file);
    }
    assertThat(codes(files)).isEqualTo(Collections.nCopies(files.size(), DAMAGED));
  }
}
