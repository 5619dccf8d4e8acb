package dev.rouse.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.memory.Region;
import dev.rouse.testing.Background;
import java.util.ArrayList;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class AtomicCounterTest {
  private final AtomicCounter counter = AtomicCounter.allocate();

  @Test
  void startsAtZeroAndReadsInEachModeWhatWasWrittenInEach() {
    assertThat(counter.get()).isZero();
    counter.set(1);
    assertThat(counter.getPlain()).isEqualTo(1);
    counter.setRelease(2);
    assertThat(counter.getAcquire()).isEqualTo(2);
    counter.setOpaque(3);
    assertThat(counter.getOpaque()).isEqualTo(3);
    counter.setPlain(Long.MIN_VALUE);
    assertThat(counter.get()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void addsAndReplaces() {
    assertThat(counter.getAndAdd(5)).isZero();
    assertThat(counter.addAndGet(-7)).isEqualTo(-2);
    assertThat(counter.incrementAndGet()).isEqualTo(-1);
    assertThat(counter.decrementAndGet()).isEqualTo(-2);
    assertThat(counter.getAndSet(9)).isEqualTo(-2);
    assertThat(counter.compareAndSet(8, 1)).isFalse();
    assertThat(counter.compareAndSet(9, Long.MAX_VALUE)).isTrue();
    assertThat(counter.incrementAndGet()).as("wraps around").isEqualTo(Long.MIN_VALUE);
    while (!counter.weakCompareAndSet(Long.MIN_VALUE, 4)) {
      assertThat(counter.get()).isEqualTo(Long.MIN_VALUE);
    }
    assertThat(counter).hasToString("4");
  }

  @Test
  void losesNothingUnderContention() throws Exception {
    var threads = new ArrayList<Background<Void>>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Background.start(
              () -> {
                for (int n = 0; n < 100_000; n++) {
                  counter.incrementAndGet();
                }
                return null;
              }));
    }
    for (var thread : threads) {
      thread.result();
    }
    assertThat(counter.get()).isEqualTo(400_000);
  }

  @Test
  void countersAtOnePlaceShareTheirValueAndNeighboursDoNot() {
    try (Region region = Region.allocate(256)) {
      AtomicCounter first = AtomicCounter.at(region, 0);
      AtomicCounter second = AtomicCounter.at(region, 128);
      first.set(1);
      second.set(2);
      assertThat(AtomicCounter.at(region, 0).get()).isEqualTo(1);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> AtomicCounter.at(region, 8))
          .withMessageContaining("offset: 8");
      assertThatIllegalArgumentException().isThrownBy(() -> AtomicCounter.at(region, 256));
    }
  }

  @Test
  void useAfterCloseIsAnError() {
    Region region = Region.allocate(128);
    AtomicCounter closed = AtomicCounter.at(region, 0);
    region.close();
    assertThatIllegalStateException().isThrownBy(closed::get);
    assertThatIllegalStateException().isThrownBy(() -> closed.getAndAdd(1));
    assertThatIllegalStateException().isThrownBy(() -> AtomicCounter.at(region, 0));
  }

  @Test
  void hasWhatAtomicLongHas() {
    AtomicCounter counter = AtomicCounter.allocate();
    assertThat(counter.getAndIncrement()).isZero();
    assertThat(counter.getAndDecrement()).isEqualTo(1);
    assertThat(counter.compareAndExchange(0, 5)).isZero();
    assertThat(counter.compareAndExchange(0, 6)).isEqualTo(5);
    assertThat(counter.getAndUpdate(value -> value * 2)).isEqualTo(5);
    assertThat(counter.updateAndGet(value -> value + 1)).isEqualTo(11);
    assertThat(counter.getAndAccumulate(4, Math::min)).isEqualTo(11);
    assertThat(counter.accumulateAndGet(9, Math::max)).isEqualTo(9);
    assertThat(counter.get()).isEqualTo(9);
  }

  @Test
  void anUpdateThatMeetsAnotherStartsAgain() {
    AtomicCounter counter = AtomicCounter.allocate();
    int[] calls = {0};
    LongUnaryOperator meddling =
        value -> {
          if (calls[0]++ == 0) {
            counter.set(10);
          }
          return value + 1;
        };
    assertThat(counter.updateAndGet(meddling)).isEqualTo(11);
    calls[0] = 0;
    counter.set(0);
    assertThat(counter.getAndUpdate(meddling)).isEqualTo(10);
    assertThat(counter.get()).isEqualTo(11);
  }

  @Test
  void aDescriptionOfAClosedRegionDoesNotThrow() {
    Region region = Region.allocate(AtomicCounter.BYTE_SIZE);
    AtomicCounter counter = AtomicCounter.at(region, 0);
    region.close();
    assertThat(counter).hasToString("AtomicCounter[region closed]");
  }
}
