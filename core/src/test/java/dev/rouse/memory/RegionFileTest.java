package dev.rouse.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rouse.channel.Channel;
import dev.rouse.channel.LongChannel;
import dev.rouse.counter.AtomicCounter;
import dev.rouse.counter.StripedCounter;
import dev.rouse.file.IfExists;
import dev.rouse.file.Part;
import dev.rouse.file.RegionFormatException;
import dev.rouse.file.RoleTakenException;
import dev.rouse.ring.LongRing;
import dev.rouse.ring.SpscRing;
import dev.rouse.signal.JobSignal;
import dev.rouse.testing.Background;
import dev.rouse.testing.SharedFolder;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A region file is created, opened and refused; its roles within one process. */
class RegionFileTest {
  private SharedFolder folder;
  private Path file;

  @BeforeEach
  void createFolder() throws IOException {
    folder = new SharedFolder();
    file = folder.file("region");
  }

  @AfterEach
  void deleteFolder() throws IOException {
    folder.close();
  }

  @Test
  void whatWasCreatedIsFoundWhenItIsOpened() throws IOException {
    Part[] parts = {
      AtomicCounter.part("count"),
      StripedCounter.part("striped", 4),
      JobSignal.part("jobs"),
      SpscRing.part("ring", 256),
      LongRing.part("longs", 32),
      Channel.part("records", 1024),
      LongChannel.part("numbers", 16),
      Part.bytes("für alles", 100)
    };
    try (Region created = Region.create(file, parts);
        Region opened = Region.open(file)) {
      assertThat(created.parts()).containsExactly(parts);
      assertThat(opened.parts()).containsExactly(parts);
      assertThat(opened.path()).contains(file);
      assertThat(opened.byteSize()).isEqualTo(Files.size(file)).isEqualTo(created.byteSize());
      AtomicCounter.at(created, "count").set(7);
      assertThat(AtomicCounter.at(opened, "count").get()).isEqualTo(7);
      StripedCounter.at(created, "striped").add(5);
      assertThat(StripedCounter.at(opened, "striped").sum()).isEqualTo(5);
      created.bytes("für alles").set(ValueLayout.JAVA_BYTE, 99, (byte) 1);
      assertThat(opened.bytes("für alles").get(ValueLayout.JAVA_BYTE, 99)).isEqualTo((byte) 1);
      var producer = SpscRing.attachProducer(created, "ring");
      var consumer = SpscRing.attachConsumer(opened, "ring");
      producer.claim(3, 0);
      producer.commit();
      assertThat(consumer.poll((type, segment, offset, length) -> {})).isTrue();
      var longs = LongRing.attachConsumer(created, "longs");
      assertThat(LongRing.attachProducer(opened, "longs").offer(9)).isTrue();
      assertThat(longs.poll()).isEqualTo(9);
    }
    try (Region again = Region.open(file)) {
      assertThat(AtomicCounter.at(again, "count").get()).isEqualTo(7);
    }
  }

  @Test
  void temporaryFilesAreGone() throws IOException {
    try (Region region = Region.create(file, AtomicCounter.part("count"))) {
      assertThat(region.parts()).hasSize(1);
      assertThat(names()).containsExactly("region");
    }
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> Region.create(file, AtomicCounter.part("count")));
    assertThat(names()).containsExactly("region");
  }

  @Test
  void abandonedTemporaryFileIsDeletedByTheNextCreation() throws IOException {
    Files.createFile(folder.file(".region.0123.rouse-new"));
    Files.createFile(folder.file(".other.0123.rouse-new"));
    Region.create(file, AtomicCounter.part("count")).close();
    assertThat(names()).containsExactlyInAnyOrder("region", ".other.0123.rouse-new");
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder.path())) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  @Test
  void fileIsForItsOwnerAlone() throws IOException {
    assumeTrue(Files.getFileStore(folder.path()).supportsFileAttributeView("posix"));
    Region.create(file, AtomicCounter.part("count")).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw--w----", "rw-----w-", "rw-rw-rw-"})
  void fileThatOthersCanWriteToIsRefused(String mode) throws IOException {
    assumeTrue(Files.getFileStore(folder.path()).supportsFileAttributeView("posix"));
    Region.create(file, AtomicCounter.part("count")).close();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    assertThatExceptionOfType(RegionFormatException.class)
        .isThrownBy(() -> Region.open(file))
        .withMessageContaining("others can write");
  }

  @Test
  void folderInWhichEverybodyMayRenameIsRefused() throws IOException {
    assumeTrue(Files.getFileStore(folder.path()).supportsFileAttributeView("posix"));
    Region.create(file, AtomicCounter.part("count")).close();
    Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatExceptionOfType(RegionFormatException.class)
        .isThrownBy(() -> Region.open(file))
        .withMessageContaining("everybody can write");
    assertThatExceptionOfType(RegionFormatException.class)
        .isThrownBy(() -> Region.create(folder.file("new"), AtomicCounter.part("count")))
        .withMessageContaining("everybody can write");
  }

  @Test
  void symbolicLinkIsRefused() throws IOException {
    Region.create(file, AtomicCounter.part("count")).close();
    Path link = Files.createSymbolicLink(folder.file("link"), file);
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> Region.open(link))
        .withMessageContaining("symbolic link");
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> Region.create(link, AtomicCounter.part("count")));
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> Region.create(link, IfExists.REPLACE, AtomicCounter.part("count")));
  }

  @Test
  void fifoIsRefusedAndNotWaitedFor() throws Exception {
    Path fifo = folder.file("fifo");
    Process made = new ProcessBuilder("mkfifo", "-m", "600", fifo.toString()).start();
    assumeTrue(made.waitFor() == 0);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Region.open(fifo))
        .withMessageContaining("regular file");
  }

  @Test
  void folderAndMissingFileAreRefused() {
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> Region.open(folder.path()));
    assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> Region.open(file));
    assertThatExceptionOfType(NotDirectoryException.class)
        .isThrownBy(() -> Region.open(folder.file("missing").resolve("file")));
  }

  @Test
  void partsMustBeValidTogether() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Region.create(file))
        .withMessageContaining("parts: 0, expected 1 to 1024");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Region.create(file, Part.bytes("a", 1), Part.bytes("a", 2)))
        .withMessageContaining("\"a\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Part.bytes("", 1))
        .withMessageContaining("label: 0 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Part.bytes("ä".repeat(49), 1))
        .withMessageContaining("label: 98 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Part.bytes("a\nb", 1))
        .withMessageContaining("U+000A");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Part.bytes("a", 0))
        .withMessageContaining("0");
    assertThat(file).doesNotExist();
  }

  @Test
  void partOfAnotherNameOrKindIsRefused() throws IOException {
    try (Region region = Region.create(file, AtomicCounter.part("count"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> AtomicCounter.at(region, "cuont"))
          .withMessageContaining("\"cuont\"")
          .withMessageContaining("count");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> LongChannel.attachSender(region, "count"))
          .withMessageContaining("is a counter, expected a channel of longs");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> AtomicCounter.at(Region.allocate(128), "count"))
          .withMessageContaining("expected one of a file");
      assertThatIllegalStateException()
          .isThrownBy(() -> AtomicCounter.at(region, 0))
          .withMessageContaining("expected a label");
    }
  }

  @Test
  void reuseOpensTheSamePartsAndRefusesOthers() throws IOException {
    Part[] parts = {AtomicCounter.part("count"), LongChannel.part("longs", 16)};
    try (Region first = Region.create(file, IfExists.REUSE, parts);
        Region second = Region.create(file, IfExists.REUSE, parts)) {
      AtomicCounter.at(first, "count").set(3);
      assertThat(AtomicCounter.at(second, "count").get()).isEqualTo(3);
    }
    assertThatExceptionOfType(RegionFormatException.class)
        .isThrownBy(() -> Region.create(file, IfExists.REUSE, AtomicCounter.part("count")))
        .withMessageContaining("its parts are")
        .withMessageContaining("longs");
  }

  @Test
  void replaceRefusesWhatIsOpenAndWhatIsNoRegion() throws IOException {
    try (Region first = Region.create(file, AtomicCounter.part("count"))) {
      assertThatExceptionOfType(FileSystemException.class)
          .isThrownBy(() -> Region.create(file, IfExists.REPLACE, AtomicCounter.part("other")))
          .withMessageContaining("has it open");
      AtomicCounter.at(first, "count").set(1);
    }
    try (Region second = Region.create(file, IfExists.REPLACE, AtomicCounter.part("count"))) {
      assertThat(AtomicCounter.at(second, "count").get()).isZero();
    }
    Path text = Files.writeString(folder.file("text"), "mine\n".repeat(1000));
    assumeTrue(Files.getFileStore(folder.path()).supportsFileAttributeView("posix"));
    Files.setPosixFilePermissions(text, PosixFilePermissions.fromString("rw-------"));
    assertThatExceptionOfType(RegionFormatException.class)
        .isThrownBy(() -> Region.create(text, IfExists.REPLACE, AtomicCounter.part("count")))
        .withMessageContaining("no magic number");
    assertThat(text).content().startsWith("mine");
    assertThat(names()).containsExactlyInAnyOrder("region", "text");
  }

  /** Whoever comes first creates it, the others open it, and nobody sees half a file. */
  @Test
  void severalCreatorsAtOnceShareOneFile() throws Exception {
    for (int round = 0; round < 200; round++) {
      Path shared = folder.file("shared" + round);
      var together = new CyclicBarrier(2);
      List<Background<Long>> creators =
          IntStream.range(0, 2)
              .mapToObj(
                  i ->
                      Background.start(
                          () -> {
                            together.await();
                            try (Region region =
                                Region.create(
                                    shared, IfExists.REUSE, AtomicCounter.part("count"))) {
                              return AtomicCounter.at(region, "count").incrementAndGet();
                            }
                          }))
              .toList();
      List<Long> counts = new ArrayList<>();
      for (var creator : creators) {
        counts.add(creator.result());
      }
      assertThat(counts).containsExactlyInAnyOrder(1L, 2L);
    }
  }

  /** While the file is replaced again and again, an opener gets one that is whole and stays. */
  @Test
  void openerNeverSeesAFileThatIsNotAtItsPath() throws Exception {
    Region.create(file, AtomicCounter.part("count")).close();
    var replacing =
        Background.start(
            () -> {
              for (int replaced = 0; replaced < 50; ) {
                try {
                  Region.create(file, IfExists.REPLACE, AtomicCounter.part("count")).close();
                  replaced++;
                } catch (FileSystemException open) {
                  assertThat(open).hasMessageContaining("has it open");
                }
              }
              return true;
            });
    int opened = 0;
    while (!replacing.isDone()) {
      try (Region region = Region.open(file)) {
        AtomicCounter.at(region, "count").set(++opened);
        // Nobody can replace it now, so this is the same one.
        try (Region same = Region.open(file)) {
          assertThat(AtomicCounter.at(same, "count").get()).isEqualTo(opened);
        }
      }
      Thread.yield();
    }
    assertThat(replacing.result()).isTrue();
    assertThat(opened).isPositive();
  }

  @ParameterizedTest
  @EnumSource(RegionFileRole.class)
  void secondHolderInTheSameProcessIsRefused(RegionFileRole role) throws IOException {
    Region region = Region.create(file, RegionFileRole.parts());
    try (Region other = Region.open(file)) {
      role.take(region);
      for (Region each : List.of(region, other)) {
        assertThatExceptionOfType(RoleTakenException.class)
            .isThrownBy(() -> role.take(each))
            .withMessageContaining("process " + ProcessHandle.current().pid());
      }
      region.close();
      role.take(other);
      assertThatIllegalStateException()
          .isThrownBy(() -> role.take(region))
          .withMessageContaining("the region is closed");
    } finally {
      region.close();
    }
  }

  /** The role must not stay taken by an end that was never made. */
  @Test
  void roleIsFreeIfItsEndCouldNotBeMade() throws IOException {
    try (Region region = Region.create(file, LongRing.part("longs", 16))) {
      long tail = region.byteSize() - LongRing.byteSize(16);
      write(tail, -1);
      for (int i = 0; i < 2; i++) {
        assertThatIllegalStateException()
            .isThrownBy(() -> LongRing.attachProducer(region, "longs"))
            .withMessageContaining("positions");
      }
      write(tail, 0);
      assertThat(LongRing.attachProducer(region, "longs").offer(1)).isTrue();
    }
  }

  private void write(long offset, long value) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    bytes.putLong(0, value);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(bytes, offset);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, no magic number",
    "8, 0x0000000104030201, the other byte order",
    "8, 0x0000000100000000, the byte order mark is 0x00000000",
    "8, 0x0000000201020304, version 2",
    "16, 1, expected 1",
    "40, 0, 0 parts",
    "40, 2000, 2000 parts",
    "40, 2, part",
    "48, 0, its creation was not completed",
    "128, 0x0000000500000063, of kind 99",
    "128, 0x0000006100000002, a label of 97 bytes",
    "128, 0x0000000000000002, a label of 0 bytes",
    "136, 0, bytes at 0",
    "136, 400, bytes at 400",
    "144, -1, byteSize: -1",
    "144, 129, 129 bytes at",
    "144, 1000000, 1000000 bytes at",
    "152, 0, capacity: 0",
    "160, 0x00000000000000ff, part 0",
    "160, 0, control character"
  })
  void damagedHeaderIsRefused(long offset, String value, String message) throws IOException {
    Region.create(file, AtomicCounter.part("count")).close();
    write(offset, Long.decode(value));
    assertThatExceptionOfType(RegionFormatException.class)
        .isThrownBy(() -> Region.open(file))
        .withMessageContaining(message)
        .withMessageContaining(file.toString());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 511})
  void fileOfAnotherSizeIsRefused(long size) throws IOException {
    Region.create(file, AtomicCounter.part("count")).close();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
    assertThatExceptionOfType(RegionFormatException.class)
        .isThrownBy(() -> Region.open(file))
        .withMessageContaining("expected");
    assertThat(Files.size(file)).isEqualTo(size); // opening it has not made it longer
  }
}
