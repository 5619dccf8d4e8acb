package dev.rouse.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
  private static final int REPETITIONS = 20_000;
  private static final RecordHandler NOTHING = (type, segment, offset, length) -> {};

  private final SpscRing ring = SpscRing.allocate(4096);
  private final RingProducer producer = ring.producer();
  private final RingConsumer consumer = ring.consumer();

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
  void aLookInVainAfterSeveralRecordsPausesOnceAlsoIfTheyWereFoundOneByOne() {
    for (int i = 0; i < REPETITIONS; i++) { // a first look takes longer than any pause
      producer.claimBatch(1, 0, 200);
      producer.claimBatch(1, 0, 130);
      producer.commit();
      assertThat(consumer.drain(NOTHING, 300)).isEqualTo(300);
      for (int k = 0; k < 30; k++) {
        consumer.poll(NOTHING);
      }
      long start = System.nanoTime();
      assertThat(consumer.poll(NOTHING)).isFalse();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(3000);
    }
  }
}
