package dev.rouse.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClaimTest extends RingFixture {
  @Test
  void aClaimIsInvisibleUntilItIsCommitted() {
    long payload = producer.claim(5, 2);
    producer.segment().set(ValueLayout.JAVA_BYTE, payload, (byte) 'h');
    producer.segment().set(ValueLayout.JAVA_BYTE, payload + 1, (byte) 'i');
    assertThat(producer.hasClaims()).isTrue();
    assertThat(consumer.hasRecord()).isFalse();
    assertThat(consumer.drain(collect, 1)).isZero();
    producer.commit();
    assertThat(consumer.drain(collect, 1)).isEqualTo(1);
    assertThat(received).containsExactly("5:hi");
  }

  @Test
  void severalClaimsAreCommittedAtOnce() {
    producer.claim(1, 0);
    producer.claim(2, 0);
    assertThat(ring.size()).isZero();
    producer.commit();
    assertThat(ring.size()).isEqualTo(16);
    assertThat(consumer.drain(collect, 10)).isEqualTo(2);
    assertThat(received).containsExactly("1:", "2:");
  }

  @Test
  void anAbortLeavesNothing() {
    producer.claim(1, 40);
    producer.claim(2, 40);
    producer.abort();
    assertThat(producer.hasClaims()).isFalse();
    assertThat(offer(3, "x")).isTrue();
    consumer.drain(collect, 10);
    assertThat(received).containsExactly("3:x");
  }

  @Test
  void refusesCommitsWithoutClaims() {
    assertThatIllegalStateException()
        .isThrownBy(producer::commit)
        .withMessage("commit without a claim");
    producer.claim(1, 8);
    assertThatIllegalStateException()
        .isThrownBy(() -> offer(1, "x"))
        .withMessageContaining("offer while a claim is open");
  }

  @Test
  void aClaimedBatchIsWrittenAtEvenDistancesAndSeenAsAWhole() {
    assertThat(offer(9, "before")).isTrue();
    long first = producer.claimBatch(4, 3, 5);
    for (int i = 0; i < 5; i++) {
      long payload = first + (long) i * SpscRing.recordBytes(3);
      MemorySegment.copy(
          MemorySegment.ofArray(("b0" + i).getBytes(StandardCharsets.US_ASCII)),
          0,
          producer.segment(),
          payload,
          3);
    }
    assertThat(ring.size()).isEqualTo(16);
    producer.claim(7, 0);
    producer.commit();
    assertThat(consumer.drain(collect, 10)).isEqualTo(7);
    assertThat(received)
        .containsExactly("9:before", "4:b00", "4:b01", "4:b02", "4:b03", "4:b04", "7:");
  }

  @Test
  void aBatchTakesTheSpaceOfOneRecordThatIsAsLarge() {
    assertThat(producer.batchLength(8, 8)).isEqualTo(ring.maxPayload());
    producer.claimBatch(1, 0, 16);
    producer.abort();
    assertThat(consumer.hasRecord()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("places")
  void aBatchOfHalfTheCapacityFitsAtEveryPlace(int place) {
    for (int i = 0; i < place; i += 8) {
      assertThat(offer(1, "")).isTrue();
    }
    consumer.drain(collect, CAPACITY);
    received.clear();
    long first = producer.claimBatch(2, 8, 8);
    assertThat(first).isNotEqualTo(RingProducer.NO_SPACE);
    for (int k = 0; k < 8; k++) {
      producer.segment().set(ValueLayout.JAVA_LONG, first + 16L * k, 0x3030303030303030L + k);
    }
    producer.commit();
    assertThat(consumer.drain(collect, 100)).isEqualTo(8);
    assertThat(received).startsWith("2:00000000").doesNotHaveDuplicates();
    assertThat(ring.size()).isZero();
  }

  private static IntStream places() {
    return IntStream.iterate(0, place -> place < CAPACITY, place -> place + 8);
  }

  @Test
  void refusesBatchesThatDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> producer.claimBatch(1, 8, 0))
        .withMessage("count: 0, expected 1 to 8 records of 8 bytes (half the capacity of 256)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> producer.claimBatch(1, 8, 9))
        .withMessageStartingWith("count: 9, expected 1 to 8");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> producer.claimBatch(1, 8, Integer.MAX_VALUE))
        .withMessageStartingWith("count: 2147483647, expected 1 to 8");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> producer.claimBatch(0, 8, 1))
        .withMessageStartingWith("type: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> producer.claimBatch(1, -1, 1))
        .withMessageStartingWith("length: -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpscRing.recordBytes(-1))
        .withMessage("length: -1, expected 0 to 536870904");
    assertThat(SpscRing.recordBytes(9)).isEqualTo(24);
    assertThat(producer.hasClaims()).isFalse();
  }
}
