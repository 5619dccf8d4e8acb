package dev.rouse.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.memory.Region;
import dev.rouse.testing.Background;
import dev.rouse.testing.SharedFolder;
import dev.rouse.testing.TelltaleLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

/** Threads that allocate, update and free counters of one table at once, and one that reads all. */
class CounterTableThreadsTest {
  private static final int THREADS = 4;
  private static final int CAPACITY = 3 * THREADS;

  @Test
  void everyLabelThatIsSeenIsWhole() throws Exception {
    CounterTable table = CounterTable.allocate(CAPACITY);
    churn(List.of(table, table, table, table), 15_000);
  }

  /** Two regions of the same file are as two processes: neither has the other's locks. */
  @Test
  void everyLabelInAFileIsWhole() throws Exception {
    try (SharedFolder folder = new SharedFolder();
        Region first = Region.create(folder.file("region"), CounterTable.part("table", CAPACITY));
        Region second = Region.open(folder.file("region"))) {
      CounterTable here = CounterTable.at(first, "table");
      CounterTable there = CounterTable.at(second, "table");
      churn(List.of(here, there, here, there), 2_000);
    }
  }

  private static void churn(List<CounterTable> tables, int rounds) throws Exception {
    CounterTable table = tables.getFirst();
    AtomicBoolean over = new AtomicBoolean();
    AtomicLongArray owners = new AtomicLongArray(CAPACITY);
    var reading =
        Background.start(
            () -> {
              long seen = 0;
              while (!over.get()) {
                List<CounterSnapshot> mixed = new ArrayList<>();
                int[] count = {0};
                table.forEach(
                    read -> {
                      count[0]++;
                      // Each writer counts up from its type.
                      if (!TelltaleLabels.isWhole(read) || read.value() < 0 || read.value() > 2) {
                        mixed.add(read);
                      }
                    });
                assertThat(mixed).isEmpty();
                assertThat(count[0]).isLessThanOrEqualTo(CAPACITY);
                seen += count[0];
              }
              return seen;
            });
    List<Background<Boolean>> writers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int writer = i;
      writers.add(
          Background.start(
              () -> {
                for (int n = 0; n < rounds; n++) {
                  int type = n * THREADS + writer;
                  LabelledCounter counter =
                      tables.get(writer).allocate(type, TelltaleLabels.of(type));
                  // Nobody else has it.
                  assertThat(owners.getAndIncrement(counter.id())).isZero();
                  assertThat(counter.getAndAdd(1)).isZero();
                  assertThat(counter.incrementAndGet()).isEqualTo(2);
                  owners.decrementAndGet(counter.id());
                  assertThat(counter.free()).isTrue();
                }
                return true;
              }));
    }
    try {
      for (var writer : writers) {
        assertThat(writer.result()).isTrue();
      }
    } finally {
      over.set(true);
    }
    assertThat(reading.result()).isPositive();
    assertThat(table.size()).isZero();
  }
}
