package dev.rouse.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.counter.CounterSnapshot;
import dev.rouse.counter.CounterTable;
import dev.rouse.counter.LabelledCounter;
import dev.rouse.file.Part;
import dev.rouse.file.PartKind;
import dev.rouse.memory.Region;
import dev.rouse.processes.Peer.Task;
import dev.rouse.testing.Background;
import dev.rouse.testing.SharedFolder;
import dev.rouse.testing.TelltaleLabels;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A table of counters that several processes use, some of which are killed, and what is found that
 * a process has left in the middle of something, or has written as it liked.
 */
class SharedCounterTableTest {
  private static final int CAPACITY = 24;

  // As the layout says.
  private static final long HEADER = 128;
  private static final long SLOT = 256;
  private static final long TYPE = 8;
  private static final long LABEL_BYTES = 16;
  private static final long LABEL = 64;
  private static final long FIRST_CLAIM = 1L << 60;
  private static final int WRITING = 1;
  private static final int ALLOCATED = 2;

  private SharedFolder folder;
  private Path file;
  private Region region;
  private CounterTable table;
  private RawFile raw;

  @BeforeEach
  void createFile() throws IOException {
    folder = new SharedFolder();
    file = folder.file("region");
    region = Region.create(file, CounterTable.part("table", CAPACITY));
    table = CounterTable.at(region, "table");
    raw = RawFile.part(region, "table");
  }

  @AfterEach
  void deleteFile() throws IOException {
    region.close();
    folder.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void counterOfADeadProcessStaysUntilItIsFreed(boolean nativeAccess) throws Exception {
    try (Peer peer = Peer.start(nativeAccess, file, Task.ALLOCATE_COUNTER, 5)) {
      assertThat(peer.line()).isEqualTo("counted");
      peer.kill();
      List<CounterSnapshot> all = all();
      assertThat(all).hasSize(1).allMatch(TelltaleLabels::isWhole);
      assertThat(all.getFirst().type()).isEqualTo(5);
      assertThat(all.getFirst().value()).isEqualTo(3);
      assertThat(all.getFirst().pid()).isEqualTo(peer.pid());
      assertThat(table.find(all.getFirst()).orElseThrow().free()).isTrue();
      assertThat(table.size()).isZero();
    }
  }

  /** Whatever they were doing: no reader sees a mixed label, and every slot can be used again. */
  @Test
  void killedProcessesLeaveNothingHalfDone() throws Exception {
    var random = new SplittableRandom(1);
    Peer running = Peer.start(file, Task.CHURN_COUNTERS);
    int seen = 0;
    for (int kills = 1; kills <= 4; kills++) {
      assertThat(running.line()).isEqualTo("begins");
      Peer next = Peer.start(file, Task.CHURN_COUNTERS); // while the other one is killed
      for (int looks = random.nextInt(20, 400); looks > 0; looks--) {
        seen += wholeOnes().size();
      }
      kill(running);
      running = next;
    }
    kill(running);
    assertThat(seen).isPositive();
    assertThat(table.size()).isZero();
    for (int i = 0; i < CAPACITY; i++) {
      assertThat(table.allocate(i, TelltaleLabels.of(i)).get()).isZero();
    }
    assertThat(wholeOnes()).hasSize(CAPACITY);
  }

  /** Kills a process, and frees what it had. */
  private void kill(Peer peer) {
    peer.kill();
    for (CounterSnapshot read : wholeOnes()) {
      if (read.pid() == peer.pid()) {
        assertThat(table.find(read).orElseThrow().free()).isTrue();
      }
    }
  }

  private List<CounterSnapshot> wholeOnes() {
    List<CounterSnapshot> all = all();
    assertThat(all).allMatch(TelltaleLabels::isWhole);
    return all;
  }

  /** Killed after each of its steps, from the first to the last but one. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void slotThatADeadProcessWasWritingIsUsedAgain(int steps) {
    for (int i = 0; i < CAPACITY; i++) {
      table.allocate(i, TelltaleLabels.of(i));
    }
    LabelledCounter before = table.find(3).orElseThrow();
    before.set(99);
    before.free();
    long slot = HEADER + 3 * SLOT;
    long freed = raw.get(slot);
    beginToWrite(slot, steps);
    assertThat(all()).hasSize(CAPACITY - 1).noneMatch(read -> read.id() == 3);
    assertThat(table.find(3)).isEmpty();
    assertThat(table.size()).isEqualTo(CAPACITY - 1);
    assertThatIllegalStateException().isThrownBy(before::get).withMessageContaining("freed");
    assertThat(before.free()).isFalse();
    LabelledCounter next = table.allocate(11, TelltaleLabels.of(11));
    assertThat(next.id()).isEqualTo(3);
    assertThat(next.get()).isZero();
    assertThat(raw.get(slot)).isEqualTo(freed + (steps == 0 ? 4 : 8) + ALLOCATED);
    assertThat(all()).hasSize(CAPACITY).allMatch(TelltaleLabels::isWhole);
  }

  /** The steps of a writer, up to the one before it publishes. */
  private void beginToWrite(long slot, int steps) {
    List<Runnable> all =
        List.of(
            () -> raw.set(slot, raw.get(slot) + 4 + WRITING),
            () -> raw.set(slot + TYPE, 12),
            () -> raw.set(slot + LABEL_BYTES, 85),
            () -> raw.set(slot + LABEL, 0x6d6d6d6d6d6d6d6dL),
            () -> raw.set(HEADER + CAPACITY * SLOT + 3 * 128, 77));
    all.subList(0, Math.min(steps, all.size())).forEach(Runnable::run);
  }

  /** A writer that was stopped, not killed, has the lock of its slot. */
  @Test
  void slotThatALivingProcessIsWritingIsLeftAlone() throws Exception {
    long slot = HEADER + 2 * SLOT;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      FileLock lock = channel.lock(FIRST_CLAIM + 128 + 256 + slot, 1, false);
      raw.set(slot, raw.get(slot) + 4 + WRITING);
      for (int i = 0; i < CAPACITY - 1; i++) {
        assertThat(table.allocate(i, TelltaleLabels.of(i)).id()).isNotEqualTo(2);
      }
      assertThatIllegalStateException()
          .isThrownBy(() -> table.allocate(1, "a"))
          .withMessageContaining("full");
      lock.release();
    }
    assertThat(table.allocate(1, "a").id()).isEqualTo(2);
  }

  /** A process may be killed before or after the one step of a free; there is no middle. */
  @Test
  void freeIsOneStep() {
    LabelledCounter counter = table.allocate(1, "a");
    long allocated = raw.get(HEADER);
    counter.free();
    assertThat(raw.get(HEADER)).isEqualTo(allocated - ALLOCATED);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, -1, 193, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32, (1L << 32) + 3, 0xffff_ffffL})
  void labelOfAWrongLengthIsNotRead(long length) {
    table.allocate(1, "abc");
    table.allocate(2, "def");
    raw.set(HEADER + LABEL_BYTES, length);
    assertThat(all()).extracting(CounterSnapshot::label).containsExactly("def");
    assertThat(table.find(1, "abc")).isEmpty();
    assertThat(table.find(0)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0xff_ff_ffL, 0x61_80_61L, 0x61_0a_61L, 0xa0_ed_61L, 0xc0_61_61L, 0})
  void labelThatIsNoTextIsNotShown(long bytes) {
    table.allocate(1, "abc");
    // The same three bytes in the word, whichever end comes first.
    raw.set(HEADER + LABEL, bytes | Long.reverseBytes(bytes));
    assertThat(all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {3, -1, Long.MAX_VALUE})
  void slotInAStateThatDoesNotExistIsLeftAlone(long state) {
    raw.set(HEADER, state);
    assertThat(table.allocate(1, "a").id()).isEqualTo(1);
    assertThat(table.size()).isOne();
    assertThat(table.find(0)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, CAPACITY, Long.MIN_VALUE, Long.MAX_VALUE})
  void anyHintIsAHint(long next) {
    raw.set(0, next);
    for (int i = 0; i < CAPACITY; i++) {
      table.allocate(i, TelltaleLabels.of(i));
    }
    assertThat(all()).hasSize(CAPACITY);
  }

  @Test
  void generationsWrapAround() {
    raw.set(HEADER, -4); // the last one, free
    LabelledCounter counter = table.allocate(1, "a");
    assertThat(counter.id()).isZero();
    counter.increment();
    assertThat(all()).extracting(CounterSnapshot::value).containsExactly(1L);
    assertThat(table.find(all().getFirst()).orElseThrow().free()).isTrue();
    assertThat(raw.get(HEADER)).isZero();
  }

  /** Another process that writes anything anywhere in the table, all the time. */
  @Test
  void everythingEndsWhileAnotherProcessWritesWhatItLikes() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    var writing =
        Background.start(
            () -> {
              var random = new SplittableRandom(7);
              long words = CounterTable.byteSize(CAPACITY) / Long.BYTES;
              while (!over.get()) {
                long at = random.nextLong(words) * Long.BYTES;
                raw.set(at, random.nextBoolean() ? random.nextLong() : random.nextInt(-2, 200));
              }
              return true;
            });
    try {
      long[] characters = {0};
      for (int i = 0; i < 1_000; i++) {
        table.forEach(read -> characters[0] += read.label().length());
        table.find(1, "abc");
        try {
          LabelledCounter counter = table.allocate(1, "abc");
          counter.free();
          counter.add(1);
        } catch (IllegalStateException e) {
          assertThat(e).hasMessageMatching(".*(full|freed).*");
        }
      }
    } finally {
      over.set(true);
    }
    assertThat(writing.result()).isTrue();
  }

  @Test
  void partOfAnotherSizeIsRefused() throws IOException {
    Path other = folder.file("other");
    try (Region second =
        Region.create(
            other,
            new Part("table", PartKind.COUNTER_TABLE, 3, CounterTable.byteSize(2), memory -> {}))) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> CounterTable.at(second, "table"))
          .withMessageContaining("damaged");
    }
  }

  private List<CounterSnapshot> all() {
    List<CounterSnapshot> all = new ArrayList<>();
    table.forEach(all::add);
    return all;
  }
}
