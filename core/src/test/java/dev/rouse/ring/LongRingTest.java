package dev.rouse.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.memory.Region;
import dev.rouse.testing.Background;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongRingTest {
  private static final int CAPACITY = 16;

  private final Region region = Region.allocate(LongRing.byteSize(CAPACITY));
  private final LongRing ring = LongRing.create(region, 0, CAPACITY);
  private final LongRingProducer producer = ring.producer();
  private final LongRingConsumer consumer = ring.consumer();
  private final List<Long> taken = new ArrayList<>();

  @Test
  void everyValueOf63BitsPasses() {
    long[] values = {0, 1, Long.MAX_VALUE, Long.MAX_VALUE - 1, 1L << 62, 0, 0};
    for (int lap = 0; lap < 4 * CAPACITY; lap++) {
      for (long value : values) {
        assertThat(consumer.hasValue()).isFalse();
        assertThat(consumer.peek()).isEqualTo(LongRingConsumer.NONE);
        assertThat(consumer.poll()).isEqualTo(LongRingConsumer.NONE);
        assertThat(producer.offer(value)).isTrue();
        assertThat(consumer.hasValue()).isTrue();
        assertThat(consumer.peek()).isEqualTo(value);
        assertThat(consumer.poll()).isEqualTo(value);
      }
    }
    assertThat(ring.producerPosition()).isEqualTo(4L * CAPACITY * values.length);
    assertThat(ring.consumerPosition()).isEqualTo(ring.producerPosition());
    assertThat(producer.position()).isEqualTo(ring.producerPosition());
    assertThat(consumer.position()).isEqualTo(ring.producerPosition());
  }

  @Test
  void arraysPassInPartsThatFit() {
    long[] values = LongStream.range(0, 40).toArray();
    assertThat(producer.offer(values, 0, 0)).isZero();
    assertThat(producer.offer(values, 0, 40)).isEqualTo(CAPACITY);
    assertThat(ring.size()).isEqualTo(CAPACITY);
    assertThat(producer.hasSpace()).isFalse();
    assertThat(producer.offer(values, 16, 24)).isZero();
    long[] target = new long[50];
    assertThat(consumer.drain(target, 3, 5)).isEqualTo(5);
    assertThat(producer.hasSpace()).isTrue();
    assertThat(producer.offer(values, 16, 24)).isEqualTo(5);
    assertThat(consumer.drain(target, 8, 0)).isZero();
    assertThat(consumer.drain(target, 8, 42)).isEqualTo(CAPACITY);
    assertThat(consumer.drain(target, 24, 1)).isZero();
    assertThat(java.util.Arrays.copyOfRange(target, 3, 24))
        .containsExactly(LongStream.range(0, 21).toArray());
  }

  @Test
  void aSupplierIsAskedOnlyForWhatFits() {
    AtomicLong next = new AtomicLong();
    assertThat(producer.offer(next::getAndIncrement, 10)).isEqualTo(10);
    assertThat(producer.offer(next::getAndIncrement, 10)).isEqualTo(6);
    assertThat(producer.offer(next::getAndIncrement, 10)).isZero();
    assertThat(next).hasValue(16);
    assertThat(consumer.drain(taken::add, 100)).isEqualTo(16);
    assertThat(taken).containsExactlyElementsOf(LongStream.range(0, 16).boxed().toList());
  }

  @Test
  void aSupplierMayOfferItself() {
    AtomicLong next = new AtomicLong();
    assertThat(
            producer.offer(
                () -> {
                  producer.offer(100 + next.get());
                  return next.getAndIncrement();
                },
                2))
        .isEqualTo(2);
    consumer.drain(taken::add, 100);
    assertThat(taken).containsExactly(100L, 0L, 101L, 1L);
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                producer.offer(
                    () -> {
                      while (producer.offer(7)) {
                        // until it is full
                      }
                      return 8;
                    },
                    1));
  }

  @Test
  void negativeValuesAreRefusedAndNothingOfTheirArrayIsPublished() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> producer.offer(-1))
        .withMessage("value: -1, expected 0 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> producer.offer(new long[] {-9, 1, 2, -7}, 1, 3))
        .withMessage("value: -7, expected 0 or more");
    assertThat(ring.size()).isZero();
    AtomicLong next = new AtomicLong(2);
    assertThatIllegalArgumentException().isThrownBy(() -> producer.offer(next::getAndDecrement, 9));
    assertThat(consumer.drain(taken::add, 9)).isEqualTo(3);
    assertThat(taken).containsExactly(2L, 1L, 0L);
  }

  @Test
  void aHandlerThatThrowsLosesItsValueOnly() {
    producer.offer(new long[] {1, 2, 3}, 0, 3);
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(
            () ->
                consumer.drain(
                    value -> {
                      if (value == 2) {
                        throw new ArithmeticException();
                      }
                    },
                    9));
    assertThat(ring.size()).isEqualTo(1);
    assertThat(consumer.poll()).isEqualTo(3);
  }

  @Test
  void aLongDrainFreesSlotsMeanwhile() {
    while (producer.offer(1)) {
      // until it is full
    }
    List<Boolean> offered = new ArrayList<>();
    consumer.drain(value -> offered.add(producer.offer(2)), CAPACITY);
    assertThat(offered.subList(0, 4)).containsOnly(false);
    assertThat(offered.subList(4, 8)).containsOnly(true);
  }

  @Test
  void aHandlerMayFreeWhatItWasGiven() {
    while (producer.offer(1)) {
      // until it is full
    }
    assertThat(consumer.release()).isFalse();
    assertThat(consumer.isHandling()).isFalse();
    consumer.drain(
        value -> {
          assertThat(consumer.isHandling()).isTrue();
          assertThat(producer.offer(2)).isFalse();
          assertThat(consumer.release()).isTrue();
          assertThat(consumer.release()).isFalse();
          assertThat(producer.offer(2)).isTrue();
        },
        1);
    assertThat(ring.size()).isEqualTo(CAPACITY);
  }

  @Test
  void aHandlerMustNotTake() {
    producer.offer(1);
    producer.offer(2);
    consumer.drain(
        value -> {
          assertThatIllegalStateException().isThrownBy(consumer::poll);
          assertThatIllegalStateException().isThrownBy(() -> consumer.drain(taken::add, 1));
          assertThatIllegalStateException().isThrownBy(() -> consumer.drain(new long[1], 0, 1));
        },
        1);
    assertThat(consumer.poll()).isEqualTo(2);
  }

  @Test
  void aSecondThreadInTheConsumerIsNamed() throws Exception {
    producer.offer(1);
    consumer.drain(
        value -> {
          try {
            assertThat(
                    Background.start(
                            () -> {
                              assertThatIllegalStateException()
                                  .isThrownBy(consumer::poll)
                                  .withMessageContaining(Thread.currentThread().toString())
                                  .withMessageContaining("expected one thread at a time");
                              return true;
                            })
                        .result())
                .isTrue();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        },
        1);
  }

  @Test
  void endsCanBeAttachedAndContinue() {
    producer.offer(new long[] {1, 2, 3}, 0, 3);
    consumer.poll();
    LongRingProducer second = LongRing.attachProducer(region, 0, CAPACITY);
    second.offer(4);
    LongRingConsumer other = LongRing.attachConsumer(region, 0, CAPACITY);
    other.drain(taken::add, 9);
    assertThat(taken).containsExactly(2L, 3L, 4L);
  }

  @Test
  void aProducerThatStoppedBeforeItsSlotIsContinued() {
    producer.offer(1);
    // It had counted the next value and was stopped before it could write the slot.
    region.segment().set(ValueLayout.JAVA_LONG, LongRingLayout.TAIL, 2);
    LongRingProducer second = LongRing.attachProducer(region, 0, CAPACITY);
    assertThat(second.position()).isEqualTo(1);
    assertThat(second.offer(5)).isTrue();
    assertThat(consumer.drain(taken::add, 9)).isEqualTo(2);
    assertThat(taken).containsExactly(1L, 5L);
    // All taken, and a lap later: nothing to correct.
    for (int i = 0; i < CAPACITY; i++) {
      second.offer(i);
      consumer.poll();
    }
    assertThat(LongRing.attachProducer(region, 0, CAPACITY).position()).isEqualTo(18);
  }

  @Test
  void whatIsNoRingIsRefused() {
    Region other = Region.allocate(LongRing.byteSize(2 * CAPACITY));
    assertThatIllegalStateException()
        .isThrownBy(() -> LongRing.attachConsumer(other, 0, CAPACITY))
        .withMessageContaining("no ring of 16 longs at the offset: the format word is 0x0");
    assertThatIllegalStateException().isThrownBy(() -> SpscRing.attachConsumer(region, 0, 128));
    region.segment().set(ValueLayout.JAVA_LONG, LongRingLayout.HEAD, 5);
    assertThatIllegalStateException()
        .isThrownBy(() -> LongRing.attachConsumer(region, 0, CAPACITY))
        .withMessageContaining("the ring's positions are 5 and 0");
  }

  /** Other code has written to the words that the sides share: no endless loop, no wild access. */
  @ParameterizedTest
  @ValueSource(longs = {-17, 1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40})
  void aHostileHeadIsFoundWhenSpaceIsNeeded(long head) {
    region.segment().set(ValueLayout.JAVA_LONG, LongRingLayout.HEAD, head);
    assertThatExceptionOfType(CorruptRecordException.class)
        .isThrownBy(() -> producer.offer(1))
        .withMessage(
            "position 0: the consumer is at %d, expected 0 to 16 values before the producer"
                .formatted(head))
        .satisfies(e -> assertThat(e.position()).isZero());
    assertThatExceptionOfType(CorruptRecordException.class).isThrownBy(producer::hasSpace);
    region.segment().set(ValueLayout.JAVA_LONG, LongRingLayout.HEAD, 0);
    assertThat(producer.offer(1)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 17, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40})
  void hostilePositionsGiveSizesInRange(long position) {
    region.segment().set(ValueLayout.JAVA_LONG, LongRingLayout.HEAD, position);
    assertThat(ring.size()).isBetween(0, CAPACITY);
    region.segment().set(ValueLayout.JAVA_LONG, LongRingLayout.TAIL, position);
    assertThat(ring.size()).isBetween(0, CAPACITY);
    assertThat(consumer.poll()).isEqualTo(LongRingConsumer.NONE);
  }

  @Test
  void createRefusesWhatIsNotZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LongRing.create(region, 0, CAPACITY))
        .withMessageContaining("expected zeroed memory");
    Region slots = Region.allocate(LongRing.byteSize(CAPACITY));
    slots.segment().set(ValueLayout.JAVA_LONG, LongRingLayout.SLOTS + 8 * 15, Long.MIN_VALUE);
    assertThatIllegalArgumentException().isThrownBy(() -> LongRing.create(slots, 0, CAPACITY));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -16, 0, 1, 8, 17, 24, (1 << 27) + 1, 1 << 28})
  void otherCapacitiesAreRefused(int capacity) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LongRing.byteSize(capacity))
        .withMessage(
            "capacity: %d values, expected a power of two from 16 to 134217728"
                .formatted(capacity));
  }

  @Test
  void capacityForIsTheSmallestThatFits() {
    assertThat(LongRing.capacityFor(1)).isEqualTo(16);
    assertThat(LongRing.capacityFor(16)).isEqualTo(16);
    assertThat(LongRing.capacityFor(17)).isEqualTo(32);
    assertThat(LongRing.capacityFor(1 << 27)).isEqualTo(1 << 27);
    assertThat(LongRing.byteSize(1 << 27)).isEqualTo(256 + (1L << 30));
    assertThatIllegalArgumentException().isThrownBy(() -> LongRing.capacityFor(0));
    assertThatIllegalArgumentException().isThrownBy(() -> LongRing.capacityFor((1 << 27) + 1));
  }

  @Test
  void badArgumentsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> producer.offer(() -> 1, 0))
        .withMessage("limit: 0, expected 1 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> consumer.drain(taken::add, 0))
        .withMessage("limit: 0, expected 1 or more");
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> producer.offer(new long[3], 1, 3));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> consumer.drain(new long[3], -1, 3));
    assertThatIllegalStateException()
        .isThrownBy(ring::producer)
        .withMessage("a second producer: the ring has one, and it is handed out");
    assertThatIllegalStateException()
        .isThrownBy(ring::consumer)
        .withMessage("a second consumer: the ring has one, and it is handed out");
  }

  @Test
  void itSaysWhatItIs() {
    producer.offer(1);
    assertThat(ring).hasToString("LongRing[capacity=16, consumerPosition=0, producerPosition=1]");
    Region closeable = Region.allocate(LongRing.byteSize(CAPACITY));
    LongRing closed = LongRing.create(closeable, 0, CAPACITY);
    closeable.close();
    assertThat(closed).hasToString("LongRing[capacity=16, region closed]");
  }

  @Test
  void twoThreadsPassEverythingInOrder() throws Exception {
    int count = 1_000_000;
    var offering =
        Background.start(
            () -> {
              for (long i = 0; i < count; i++) {
                while (!producer.offer(i)) {
                  Thread.onSpinWait();
                }
              }
              return true;
            });
    AtomicLong expected = new AtomicLong();
    while (expected.get() < count) {
      consumer.drain(value -> assertThat(value == expected.getAndIncrement()).isTrue(), 5);
      long value = consumer.poll();
      if (value != LongRingConsumer.NONE) {
        assertThat(value).isEqualTo(expected.getAndIncrement());
      }
    }
    assertThat(offering.result()).isTrue();
    assertThat(ring.size()).isZero();
  }
}
