package dev.rouse.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.memory.Region;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CounterTableTest {
  private static final String LONGEST = "é".repeat(CounterTable.MAX_LABEL_BYTES / 2);

  @Test
  void allocatedCounterIsFoundWithAllThatBelongsToIt() {
    CounterTable table = CounterTable.allocate(4);
    LabelledCounter counter = table.allocate(-7, "requests");
    table.allocate(3, "errors").set(5);
    counter.set(41);
    counter.increment();
    assertThat(counter.id()).isZero();
    assertThat(counter.type()).isEqualTo(-7);
    assertThat(counter.label()).isEqualTo("requests");
    assertThat(counter).hasToString("requests=42");
    assertThat(table.size()).isEqualTo(2);
    assertThat(table.capacity()).isEqualTo(4);
    assertThat(table).hasToString("CounterTable[capacity=4, size=2]");
    List<CounterSnapshot> all = all(table);
    assertThat(all).extracting(CounterSnapshot::id).containsExactly(0, 1);
    assertThat(all).extracting(CounterSnapshot::type).containsExactly(-7, 3);
    assertThat(all).extracting(CounterSnapshot::label).containsExactly("requests", "errors");
    assertThat(all).extracting(CounterSnapshot::value).containsExactly(42L, 5L);
    assertThat(all).extracting(CounterSnapshot::pid).containsOnly(ProcessHandle.current().pid());
    assertThat(all.getFirst().allocated())
        .isBetween(Instant.now().minus(Duration.ofMinutes(5)), Instant.now());
  }

  @Test
  void everyHandleIsTheSameCounter() {
    CounterTable table = CounterTable.allocate(2);
    LabelledCounter counter = table.allocate(1, "a");
    table.allocate(2, "a").set(100);
    table.find(1, "a").orElseThrow().add(5);
    table.find(counter.id()).orElseThrow().add(6);
    table.find(all(table).getFirst()).orElseThrow().add(7);
    assertThat(counter.get()).isEqualTo(18);
    assertThat(table.find(2, "a").orElseThrow().get()).isEqualTo(100);
    assertThat(table.find(1, "b")).isEmpty();
    assertThat(table.find(3, "a")).isEmpty();
  }

  @Test
  void hasTheOperationsOfACounter() {
    LabelledCounter counter = CounterTable.allocate(1).allocate(1, "a");
    counter.add(5);
    counter.decrement();
    assertThat(counter.getAndAdd(2)).isEqualTo(4);
    assertThat(counter.addAndGet(-1)).isEqualTo(5);
    assertThat(counter.incrementAndGet()).isEqualTo(6);
    assertThat(counter.getAndSet(9)).isEqualTo(6);
    assertThat(counter.compareAndSet(8, 1)).isFalse();
    assertThat(counter.compareAndSet(9, 1)).isTrue();
    counter.setRelease(counter.getAcquire() + 1);
    assertThat(counter.get()).isEqualTo(2);
  }

  @Test
  void freedCounterIsGoneForAllHandles() {
    CounterTable table = CounterTable.allocate(1);
    LabelledCounter counter = table.allocate(1, "a");
    LabelledCounter same = table.find(0).orElseThrow();
    CounterSnapshot snapshot = all(table).getFirst();
    assertThat(same.isAllocated()).isTrue();
    assertThat(same.free()).isTrue();
    assertThat(counter.free()).isFalse();
    assertThat(counter.isAllocated()).isFalse();
    assertThat(table.size()).isZero();
    assertThat(all(table)).isEmpty();
    assertThat(table.find(0)).isEmpty();
    assertThat(table.find(snapshot)).isEmpty();
    assertThat(counter).hasToString("a[freed]");
    assertThat(counter.label()).isEqualTo("a");
  }

  /** The slot belongs to another counter by then. */
  @Test
  void handleOfAFreedCounterDoesNotReachTheNextOne() {
    CounterTable table = CounterTable.allocate(1);
    LabelledCounter old = table.allocate(1, "old");
    CounterSnapshot snapshot = all(table).getFirst();
    old.set(77);
    old.free();
    LabelledCounter next = table.allocate(1, "next");
    assertThat(next.id()).isEqualTo(old.id());
    assertThat(next.get()).isZero();
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            old::get,
            old::getAcquire,
            () -> old.set(1),
            () -> old.setRelease(1),
            () -> old.add(1),
            old::increment,
            old::decrement,
            () -> old.getAndAdd(1),
            () -> old.addAndGet(1),
            old::incrementAndGet,
            () -> old.getAndSet(1),
            () -> old.compareAndSet(0, 1))) {
      assertThatIllegalStateException()
          .isThrownBy(use)
          .withMessage("counter 0 (\"old\") was freed, expected one that is allocated");
    }
    assertThat(old.free()).isFalse();
    assertThat(table.find(snapshot)).isEmpty();
    assertThat(next.get()).isZero();
    assertThat(next.isAllocated()).isTrue();
  }

  @Test
  void freedSlotIsTheLastToBeUsedAgain() {
    CounterTable table = CounterTable.allocate(5);
    LabelledCounter kept = table.allocate(1, "kept");
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      LabelledCounter counter = table.allocate(1, "again");
      ids.add(counter.id());
      counter.free();
    }
    assertThat(kept.id()).isZero();
    assertThat(ids).containsExactly(1, 2, 3, 4, 1, 2);
  }

  @Test
  void fullTableSaysSo() {
    CounterTable table = CounterTable.allocate(3);
    Set<Integer> ids = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      ids.add(table.allocate(1, "a").id());
    }
    assertThat(ids).containsExactlyInAnyOrder(0, 1, 2);
    assertThatIllegalStateException()
        .isThrownBy(() -> table.allocate(1, "b"))
        .withMessage(
            "the table is full: its 3 slots are allocated or being written, expected a free one");
    table.find(1).orElseThrow().free();
    assertThat(table.allocate(1, "b").id()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("labels")
  void labelsComeBackAsTheyWere(String label) {
    CounterTable table = CounterTable.allocate(1);
    // What a longer label has left in the slot must not be seen.
    table.allocate(1, LONGEST).free();
    table.allocate(1, label);
    assertThat(all(table)).extracting(CounterSnapshot::label).containsExactly(label);
  }

  private static Stream<String> labels() {
    return Stream.of("a", "12345678", "123456789", "ä€😀", LONGEST, "x".repeat(192));
  }

  @Test
  void refusesWhatIsNoLabel() {
    CounterTable table = CounterTable.allocate(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.allocate(1, ""))
        .withMessage("label: 0 bytes in UTF-8, expected 1 to 192");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.allocate(1, LONGEST + "x"))
        .withMessage("label: 193 bytes in UTF-8, expected 1 to 192");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.allocate(1, "a\nb"))
        .withMessageStartingWith("label: it has a control character, expected none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.allocate(1, "a\ud800"))
        .withMessage("label: it has half a surrogate pair, expected Unicode text");
    assertThat(table.size()).isZero();
  }

  @Test
  void refusesAnIdThatIsOutOfRange() {
    CounterTable table = CounterTable.allocate(2);
    table.allocate(1, "a");
    CounterSnapshot read = all(table).getFirst();
    for (int id : new int[] {-1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> table.find(id))
          .withMessage("id: " + id + ", expected 0 to 1");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  table.find(
                      new CounterSnapshot(
                          id, read.generation(), 1, "a", 0, read.allocated(), read.pid())));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, CounterTable.MAX_CAPACITY + 1})
  void refusesWhatIsNoCapacity(int capacity) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CounterTable.byteSize(capacity))
        .withMessage("capacity: " + capacity + ", expected 1 to 1048576");
  }

  @Test
  void theSameBytesAreTheSameTable() {
    Region region = Region.allocate(CounterTable.byteSize(2) + Region.ALIGNMENT);
    CounterTable.at(region, Region.ALIGNMENT, 2).allocate(9, "shared").add(3);
    CounterTable again = CounterTable.at(region, Region.ALIGNMENT, 2);
    assertThat(again.find(9, "shared").orElseThrow().get()).isEqualTo(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CounterTable.at(region, 2 * Region.ALIGNMENT, 2));
  }

  /** Neighbours must not slow each other down. */
  @Test
  void valuesAreOnLinesOfTheirOwn() {
    Region region = Region.allocate(CounterTable.byteSize(2));
    CounterTable table = CounterTable.at(region, 0, 2);
    table.allocate(1, "a").set(0x1111);
    table.allocate(1, "b").set(0x2222);
    List<Long> places = new ArrayList<>();
    for (long at = 0; at < region.byteSize(); at += Long.BYTES) {
      long word = region.segment().get(ValueLayout.JAVA_LONG, at);
      if (word == 0x1111 || word == 0x2222) {
        places.add(at);
      }
    }
    assertThat(places).containsExactly(128 + 2 * 256L, 128 + 2 * 256L + 128);
    assertThat(CounterTable.byteSize(2)).isEqualTo(128 + 2 * 256L + 2 * 128);
  }

  @Test
  void closedRegionEndsTheUse() {
    Region region = Region.allocate(CounterTable.byteSize(2));
    CounterTable table = CounterTable.at(region, 0, 2);
    LabelledCounter counter = table.allocate(1, "a");
    region.close();
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            counter::get,
            counter::increment,
            counter::free,
            counter::isAllocated,
            table::size,
            () -> table.allocate(1, "b"),
            () -> table.find(0),
            () -> table.forEach(read -> {}))) {
      assertThatIllegalStateException().isThrownBy(use).withMessageContaining("region is closed");
    }
    assertThat(counter.label()).isEqualTo("a");
    assertThat(counter).hasToString("a[freed, or region closed]");
    assertThat(table).hasToString("CounterTable[capacity=2, region closed]");
  }

  private static List<CounterSnapshot> all(CounterTable table) {
    List<CounterSnapshot> all = new ArrayList<>();
    table.forEach(all::add);
    return all;
  }
}
