package dev.rouse.internal.pool.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreeSlotsTest {
  private static int take(FreeSlots slots) {
    int slot = slots.peek();
    slots.take(slot);
    return slot;
  }

  @Test
  void areTakenInOrderHoweverTheyWereFreed() {
    var slots = new FreeSlots(4);
    assertThat(new int[] {take(slots), take(slots), take(slots)}).containsExactly(0, 1, 2);
    slots.add(2);
    slots.add(0);
    slots.add(1);
    assertThat(new int[] {take(slots), take(slots), take(slots), take(slots)})
        .containsExactly(3, 0, 1, 2);
    assertThat(slots.size()).isZero();
    assertThatIllegalStateException().isThrownBy(slots::peek);
  }

  @Test
  void whatIsFreedAfterALookDoesNotChangeWhatIsTaken() {
    var slots = new FreeSlots(3);
    assertThat(take(slots)).isZero();
    int peeked = slots.peek();
    slots.add(0);
    slots.take(peeked);
    assertThat(new int[] {take(slots), take(slots)}).containsExactly(2, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 65, 128, 4095, 4096, 4097, 10_000})
  void theNextOneIsTheFirstFreeOneAfterTheLast(int count) {
    var random = new Random(count);
    var slots = new FreeSlots(count);
    var free = new TreeSet<Integer>();
    var taken = new TreeSet<Integer>();
    for (int i = 0; i < count; i++) {
      free.add(i);
    }
    int last = -1;
    for (int step = 0; step < 50_000; step++) {
      assertThat(slots.size()).isEqualTo(free.size());
      boolean takes = taken.isEmpty() || (!free.isEmpty() && random.nextInt(100) < 50 + step % 40);
      if (takes) {
        Integer expected = free.higher(last);
        expected = expected == null ? free.first() : expected;
        assertThat(take(slots)).isEqualTo(expected);
        free.remove(expected);
        taken.add(expected);
        last = expected;
      } else {
        Integer slot = taken.ceiling(random.nextInt(count));
        slot = slot == null ? taken.first() : slot;
        taken.remove(slot);
        free.add(slot);
        slots.add(slot);
      }
    }
  }
}
