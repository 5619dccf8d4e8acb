package dev.rouse.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rouse.memory.Region;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory that somebody else wrote to. */
class CorruptionTest extends RingFixture {
  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        -1,
        0x1_7fff_ffffL,
        0x1_0000_0011L,
        0x1_0000_0018L,
        0x1_0000_0019L,
        0x1_ffff_fff8L,
        0xffff_fffe_0000_0008L
      })
  void aCorruptHeaderIsAnErrorThatStays(long header) {
    offer(1, "sixteen bytes...");
    ring.producerPosition();
    producer.segment().set(ValueLayout.JAVA_LONG, RingLayout.RECORDS, header);
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatExceptionOfType(CorruptRecordException.class)
          .isThrownBy(() -> consumer.drain(collect, 10))
          .withMessageContaining("position 0")
          .satisfies(e -> assertThat(e.position()).isZero());
    }
    assertThat(received).isEmpty();
    assertThat(ring.isCorrupt()).isTrue();
    producer.segment().set(ValueLayout.JAVA_LONG, RingLayout.RECORDS, 0x1_0000_0000L);
    assertThatExceptionOfType(CorruptRecordException.class)
        .as("closed for good, whatever stands there now")
        .isThrownBy(() -> consumer.peek(collect))
        .withMessage("position 0: the ring is closed since a corrupt record was found");
    assertThatExceptionOfType(CorruptRecordException.class)
        .as("the producer learns of it when it has used up the space")
        .isThrownBy(
            () -> {
              while (offer(1, "sixteen bytes...")) {
                // Until there is no space.
              }
            });
  }

  /** At 24, behind a record of 24 bytes, where 24 more are published. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        -1,
        0x1_7fff_ffffL,
        0x1_0000_0011L,
        0x1_ffff_fff8L,
        0x7fff_ffff_ffff_ffffL,
        0x0000_0000_0000_0010L,
        0xffff_fffe_0000_0010L,
        0xffff_ffff_0000_0011L
      })
  void aCorruptHeaderBehindARecordIsAnError(long header) {
    offer(1, "sixteen bytes...");
    offer(1, "another sixteen.");
    producer.segment().set(ValueLayout.JAVA_LONG, RingLayout.RECORDS + 24, header);
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatExceptionOfType(CorruptRecordException.class)
          .isThrownBy(() -> consumer.drain(collect, 10))
          .withMessageContaining("position 24")
          .satisfies(e -> assertThat(e.position()).isEqualTo(24));
    }
    assertThat(received).containsExactly("1:sixteen bytes...");
  }

  @ParameterizedTest
  @ValueSource(longs = {32, 40})
  void aHeaderLikeTheOneBeforeIsCheckedAgainstTheTail(long tail) {
    offer(1, "sixteen bytes...");
    offer(1, "another sixteen.");
    producer.segment().set(ValueLayout.JAVA_LONG, RingLayout.TAIL, tail);
    assertThatExceptionOfType(CorruptRecordException.class)
        .isThrownBy(() -> consumer.drain(collect, 10))
        .withMessage(
            "position 24: a record of type 1 and length 16, expected type 1 or more and at most "
                + (tail - 32)
                + " bytes");
    assertThat(received).containsExactly("1:sixteen bytes...");
  }

  @Test
  void aHeaderLikeTheOneBeforeIsCheckedAgainstTheEndOfTheRing() {
    for (int i = 0; i < 10; i++) {
      offer(1, "sixteen bytes...");
    }
    consumer.poll(collect);
    producer.segment().set(ValueLayout.JAVA_LONG, RingLayout.RECORDS + 240, 0x1_0000_0010L);
    producer.segment().set(ValueLayout.JAVA_LONG, RingLayout.TAIL, CAPACITY + 24);
    assertThatExceptionOfType(CorruptRecordException.class)
        .isThrownBy(() -> consumer.drain(collect, 20))
        .withMessage(
            "position 240: a record of type 1 and length 16, expected type 1 or more and at most 8"
                + " bytes");
    assertThat(received).hasSize(10);
  }

  @ParameterizedTest
  @ValueSource(longs = {-8, CAPACITY + 8, Long.MIN_VALUE, Long.MAX_VALUE})
  void aCorruptTailIsAnError(long tail) {
    producer.segment().set(ValueLayout.JAVA_LONG, RingLayout.TAIL, tail);
    assertThatExceptionOfType(CorruptRecordException.class)
        .isThrownBy(() -> consumer.drain(collect, 10));
  }

  @Test
  void aTailInsideOfARecordIsAnErrorBeforeTheRecordIsHandedOver() {
    offer(1, "123456789012");
    producer.segment().set(ValueLayout.JAVA_LONG, RingLayout.TAIL, 20);
    assertThatExceptionOfType(CorruptRecordException.class)
        .isThrownBy(() -> consumer.drain(collect, 10))
        .withMessage("position 0: the producer is at 20, expected a multiple of 8 from 0 to 256");
    assertThat(received).isEmpty();
  }

  @Test
  void aTailBeyondTheSpaceThatIsFreeIsAnErrorAlsoInTheMiddleOfADrain() {
    for (int i = 0; i < CAPACITY / 16; i++) {
      offer(1, "12345678");
    }
    consumer.poll(collect); // which reads the tail: the next drain does so again at the end of that
    producer.segment().set(ValueLayout.JAVA_LONG, RingLayout.TAIL, 2 * CAPACITY);
    assertThatExceptionOfType(CorruptRecordException.class)
        .isThrownBy(() -> consumer.drain(collect, 1000))
        .withMessage(
            "position 256: the producer is at 512, expected a multiple of 8 from 256 to 272");
    assertThat(received).as("none of them twice").hasSize(CAPACITY / 16);
  }

  @ParameterizedTest
  @ValueSource(longs = {-8, 2 * CAPACITY, 1L << 40, Long.MIN_VALUE, Long.MAX_VALUE})
  void aCorruptHeadFreesNothing(long head) {
    for (int i = 0; i < CAPACITY / 16; i++) {
      offer(1, "12345678");
    }
    producer.segment().set(ValueLayout.JAVA_LONG, RingLayout.HEAD, head);
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(CorruptRecordException.class)
          .isThrownBy(() -> producer.claim(1, 8))
          .withMessage(
              "position 256: the consumer is at "
                  + head
                  + ", expected 0 to 256 bytes before the producer");
    }
    assertThat(consumer.drain(collect, 100)).as("nothing is lost").isEqualTo(CAPACITY / 16);
    assertThat(producer.claim(1, 8)).as("now that the head is right").isNotNegative();
  }

  /** As if it had changed after it was checked: a record there would not end at the ring's end. */
  @Test
  void aMisalignedPositionDoesNotLeadBehindTheRing() {
    MemorySegment segment = Region.allocate(SpscRing.byteSize(128) + 128).segment();
    segment.set(ValueLayout.JAVA_LONG, RingLayout.HEAD, 116);
    segment.set(ValueLayout.JAVA_LONG, RingLayout.TAIL, 132);
    segment.set(ValueLayout.JAVA_LONG, RingLayout.RECORDS + 112, 0x1_0000_0004L);
    segment.set(ValueLayout.JAVA_LONG, RingLayout.RECORDS + 128, 0x7777_0000_7777L);
    assertThatExceptionOfType(CorruptRecordException.class)
        .isThrownBy(() -> new RingConsumer(segment, 128).drain(collect, 10))
        .withMessageContaining("the producer is at 132, expected a multiple of 8");
    assertThat(new RingProducer(segment, 128).position()).isEqualTo(128);
  }
}
