package dev.rouse.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.memory.Region;
import dev.rouse.testing.Background;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripedCounterTest {
  @Test
  void addsUpAndStartsAnew() {
    StripedCounter counter = StripedCounter.allocate();
    counter.add(5);
    counter.increment();
    counter.decrement();
    counter.add(-7);
    assertThat(counter.sum()).isEqualTo(-2);
    assertThat(counter).hasToString("-2");
    assertThat(counter.sumThenReset()).isEqualTo(-2);
    assertThat(counter.sum()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 64})
  void isExactOnceAllThreadsAreDone(int stripes) throws Exception {
    Region region = Region.allocate(StripedCounter.byteSize(stripes));
    StripedCounter counter = StripedCounter.at(region, 0, stripes);
    var threads = new ArrayList<Background<Boolean>>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Background.start(
              () -> {
                long last = 0;
                for (int n = 0; n < 50_000; n++) {
                  counter.increment();
                  if (n % 1_000 == 0) {
                    long sum = counter.sum();
                    assertThat(sum).isBetween(Math.max(last, n + 1L), 400_000L);
                    last = sum;
                  }
                }
                return true;
              }));
    }
    for (var thread : threads) {
      assertThat(thread.result()).isTrue();
    }
    assertThat(counter.sum()).isEqualTo(400_000);
    assertThat(counter.stripes()).isEqualTo(stripes);
  }

  @Test
  void theSameBytesAreTheSameCounter() {
    Region region = Region.allocate(StripedCounter.byteSize(4) + Region.ALIGNMENT);
    StripedCounter.at(region, Region.ALIGNMENT, 4).add(3);
    assertThat(StripedCounter.at(region, Region.ALIGNMENT, 4).sum()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 3, 1 << 17})
  void refusesWhatIsNoNumberOfStripes(int stripes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StripedCounter.byteSize(stripes))
        .withMessage("stripes: " + stripes + ", expected a power of two from 1 to 65536");
  }

  @Test
  void refusesAPlaceThatIsTooSmallAndAClosedRegion() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StripedCounter.at(Region.allocate(128), 0, 2));
    Region region = Region.allocate(StripedCounter.byteSize(2));
    StripedCounter counter = StripedCounter.at(region, 0, 2);
    region.close();
    assertThatIllegalStateException().isThrownBy(counter::increment);
    assertThatIllegalStateException().isThrownBy(counter::sum);
  }
}
