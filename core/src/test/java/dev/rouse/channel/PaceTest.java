package dev.rouse.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rouse.memory.Region;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
  private final Region region = Region.allocate(Region.ALIGNMENT);
  private final Pace pace = new Pace(region.segment(), 0, true);

  @BeforeEach
  void thereIsSomebodyToPauseFor() {
    assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "2, 20", "299, 2990", "300, 3000", "301, 3000"})
  void pausesForLongerTheMoreWasFoundAndNotForOne(long found, long nanos) {
    assertThat(Pace.nanos(found)).isEqualTo(nanos);
  }

  @Test
  void doesNotPauseOnACarrierThatOthersMayNeed() throws Exception {
    long[] nanos = {-1};
    Thread.ofVirtual().start(() -> nanos[0] = Pace.nanos(300)).join();
    assertThat(nanos[0]).isZero();
  }

  @Test
  void doesNotOverflow() {
    assertThat(Pace.nanos(Long.MAX_VALUE)).isEqualTo(3000);
  }

  @Test
  void pausesOnceAfterSeveralRecordsAlsoIfTheyWereFoundOneByOne() {
    for (int i = 0; i < 300; i++) {
      pace.found(1);
    }
    long start = System.nanoTime();
    assertThat(pace.pause()).isTrue();
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(3000);
    assertThat(pace.pause()).isFalse();
  }

  @Test
  void doesNotPauseAfterASingleRecord() {
    pace.found(1);
    assertThat(pace.pause()).isFalse();
    assertThat(pace.pause()).isFalse();
  }

  @Test
  void doesNotPauseWhereTheReceiverHasMoreChannels() {
    Pace never = new Pace(region.segment(), Long.BYTES, false);
    never.found(300);
    assertThat(never.pause()).isFalse();
  }
}
