package dev.rouse.ring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.memory.Region;
import dev.rouse.testing.Background;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpscRingTest extends RingFixture {
  @Test
  void recordsArriveWithTypeAndPayloadInOrder() {
    assertThat(offer(1, "one")).isTrue();
    assertThat(offer(Integer.MAX_VALUE, "")).isTrue();
    assertThat(offer(3, "exactly8")).isTrue();
    assertThat(consumer.drain(collect, 2)).isEqualTo(2);
    assertThat(received).containsExactly("1:one", "2147483647:");
    assertThat(consumer.poll(collect)).isTrue();
    assertThat(received).endsWith("3:exactly8");
    assertThat(consumer.poll(collect)).isFalse();
    assertThat(ring.size()).isZero();
  }

  @Test
  void aFullRingRefusesAndTakesAgainWhatWasFreed() {
    for (int i = 0; i < CAPACITY / 16; i++) {
      assertThat(offer(1, "12345678")).isTrue();
    }
    assertThat(ring.size()).isEqualTo(CAPACITY);
    assertThat(offer(1, "")).isFalse();
    assertThat(producer.hasSpace(0)).isFalse();
    consumer.poll(collect);
    assertThat(producer.hasSpace(8)).isTrue();
    assertThat(producer.hasSpace(9)).isFalse();
    assertThat(offer(1, "abcdefgh")).isTrue();
    assertThat(offer(1, "")).isFalse();
  }

  @Test
  void theLargestRecordFitsAtEveryPosition() {
    String largest = "x".repeat(ring.maxPayload());
    assertThat(ring.maxPayload()).isEqualTo(CAPACITY / 2 - 8);
    for (int i = 0; i < 200; i++) {
      assertThat(offer(1, "p".repeat(i % 17))).isTrue();
      consumer.poll(collect);
      assertThat(offer(2, largest)).as("at position %d", ring.producerPosition()).isTrue();
      received.clear();
      assertThat(consumer.drain(collect, 10)).isEqualTo(1);
      assertThat(received).containsExactly("2:" + largest);
    }
  }

  @Test
  void oneDrainGoesOnBehindThePaddingAndAtTheLimit() {
    for (int i = 0; i < 10; i++) {
      offer(1, "sixteen bytes...");
    }
    assertThat(consumer.drain(collect, 8)).isEqualTo(8);
    for (int i = 0; i < 3; i++) {
      assertThat(offer(1, "behind padding " + i)).isTrue(); // the last 16 bytes are too few
    }
    received.clear();
    assertThat(consumer.drain(collect, 4)).isEqualTo(4);
    assertThat(received)
        .containsExactly(
            "1:sixteen bytes...", "1:sixteen bytes...", "1:behind padding 0", "1:behind padding 1");
    assertThat(consumer.drain(collect, 4)).isEqualTo(1);
    assertThat(consumer.drain(collect, 4)).isZero();
    assertThat(ring.size()).isZero();
  }

  @Test
  void behavesAsAQueueUnderRandomOperations() {
    var model = new ArrayDeque<String>();
    var random = new Random(20_25);
    for (int i = 0; i < 200_000; i++) {
      if (random.nextInt(3) != 0) {
        String text = Integer.toString(i).repeat(random.nextInt(8));
        int used = ring.size();
        if (offer(1, text)) {
          model.add("1:" + text);
        } else {
          assertThat(used).as("bytes in use when refused").isGreaterThan(CAPACITY / 4);
        }
      } else {
        received.clear();
        int limit = 1 + random.nextInt(5);
        int count = consumer.drain(collect, limit);
        assertThat(count).isEqualTo(Math.min(limit, model.size()));
        for (String text : received) {
          assertThat(text).isEqualTo(model.remove());
        }
      }
      assertThat(ring.size()).isBetween(0, CAPACITY);
    }
  }

  @Test
  void aHandlerThatThrowsLosesItsRecordOnly() {
    offer(1, "a");
    offer(1, "b");
    offer(1, "c");
    RecordHandler failing =
        (type, segment, offset, length) -> {
          collect.onRecord(type, segment, offset, length);
          if (received.size() == 2) {
            throw new UnsupportedOperationException("b");
          }
        };
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> consumer.drain(failing, 10));
    assertThat(ring.size()).isEqualTo(16);
    assertThat(consumer.drain(collect, 10)).isEqualTo(1);
    assertThat(received).containsExactly("1:a", "1:b", "1:c");
  }

  @Test
  void aHandlerMayNotDrain() {
    offer(1, "a");
    assertThatIllegalStateException()
        .isThrownBy(() -> consumer.poll((type, segment, offset, length) -> consumer.poll(collect)))
        .withMessage("drain by a handler of the same ring, expected none while a handler runs");
  }

  @Test
  void aSecondThreadIsToldThatTheConsumerIsInUse() {
    offer(1, "a");
    consumer.poll(
        (type, segment, offset, length) -> {
          var other = Background.start(() -> consumer.poll(collect));
          assertThatExceptionOfType(ExecutionException.class)
              .isThrownBy(other::result)
              .withCauseInstanceOf(IllegalStateException.class)
              .withMessageContaining("uses the consumer while the thread with id")
              .withMessageContaining("expected one thread at a time");
        });
  }

  @Test
  void aHandlerDoesNotCountItsOwnRecord() {
    offer(1, "a");
    offer(1, "b");
    List<Boolean> more = new ArrayList<>();
    consumer.drain((type, segment, offset, length) -> more.add(consumer.hasRecord()), 2);
    offer(1, "c");
    consumer.peek((type, segment, offset, length) -> more.add(consumer.hasRecord()));
    consumer.drainControlled(
        (type, segment, offset, length) -> {
          more.add(consumer.hasRecord());
          return ControlledRecordHandler.Action.LEAVE;
        },
        1);
    assertThat(more).containsExactly(true, false, false, false);
    assertThat(consumer.hasRecord()).isTrue();
  }

  @Test
  void aHandlerCanReleaseWhatItHasHandledBefore() {
    offer(1, "x".repeat(CAPACITY / 2 - 8));
    offer(1, "y".repeat(CAPACITY / 4 - 8));
    offer(1, "z".repeat(CAPACITY / 4 - 8));
    List<Integer> free = new ArrayList<>();
    assertThat(consumer.release()).as("outside a handler").isFalse();
    consumer.drain(
        (type, segment, offset, length) -> {
          consumer.release();
          free.add(ring.freeBytes());
        },
        3);
    assertThat(free).containsExactly(0, CAPACITY / 2, CAPACITY * 3 / 4);
    assertThat(ring.freeBytes()).isEqualTo(CAPACITY);
  }

  @Test
  void isCreatedOnlyInZeroedMemory() {
    Region region = Region.allocate(SpscRing.byteSize(CAPACITY));
    SpscRing.create(region, 0, CAPACITY);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpscRing.create(region, 0, CAPACITY))
        .withMessageContaining("expected zeroed memory");
  }

  @Test
  void attachesOnlyToARingOfThatCapacity() {
    Region region = Region.allocate(SpscRing.byteSize(2 * CAPACITY));
    assertThatIllegalStateException()
        .isThrownBy(() -> SpscRing.attachConsumer(region, 0, CAPACITY))
        .withMessageContaining("no ring of " + CAPACITY + " bytes at the offset");
    SpscRing.create(region, 0, CAPACITY);
    assertThatIllegalStateException()
        .isThrownBy(() -> SpscRing.attachProducer(region, 0, 2 * CAPACITY))
        .withMessageContaining("no ring of " + 2 * CAPACITY + " bytes at the offset");
    region.segment().set(ValueLayout.JAVA_LONG, RingLayout.HEAD, 8);
    assertThatIllegalStateException()
        .isThrownBy(() -> SpscRing.attachProducer(region, 0, CAPACITY))
        .withMessageContaining("positions are 8 and 0");
  }

  @Test
  void anAttachedConsumerGoesOnWithWhatWasNotFreed() {
    Region region = Region.allocate(SpscRing.byteSize(CAPACITY));
    RingProducer first = SpscRing.create(region, 0, CAPACITY).producer();
    first.offer(1, MemorySegment.ofArray("a".getBytes(US_ASCII)), 0, 1);
    RingProducer second = SpscRing.attachProducer(region, 0, CAPACITY);
    second.offer(1, MemorySegment.ofArray("b".getBytes(US_ASCII)), 0, 1);
    RingConsumer attached = SpscRing.attachConsumer(region, 0, CAPACITY);
    assertThat(attached.drain(collect, 10)).isEqualTo(2);
    assertThat(received).containsExactly("1:a", "1:b");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 128",
    "1, 56, 128",
    "1, 57, 256",
    "16, 8, 256",
    "1024, 16, 32768",
    "3, 8, 128",
    "5, 16, 256"
  })
  void aCapacityHoldsTheRecordsWhereverTheyStart(int records, int length, int capacity) {
    assertThat(SpscRing.capacityFor(records, length)).isEqualTo(capacity);
    SpscRing sized = SpscRing.allocate(capacity);
    RingProducer sizedProducer = sized.producer();
    RingConsumer sizedConsumer = sized.consumer();
    for (int start = 0; start < 200; start++) {
      for (int i = 0; i < records; i++) {
        assertThat(sizedProducer.claim(1, length)).isNotEqualTo(RingProducer.NO_SPACE);
        sizedProducer.commit();
      }
      assertThat(sizedConsumer.drain((type, segment, offset, n) -> {}, records)).isEqualTo(records);
    }
  }

  @Test
  void refusesCapacitiesThatAreNoneOrTooLarge() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpscRing.capacityFor(0, 8))
        .withMessage("records: 0, expected at least 1");
    assertThatIllegalArgumentException().isThrownBy(() -> SpscRing.capacityFor(1, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpscRing.capacityFor(1 << 26, 16))
        .withMessageContaining("expected at most 1073741824");
  }

  @Test
  void aNegativeLengthIsABadArgument() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> producer.offer(1, MemorySegment.ofArray(new byte[8]), 0, -1))
        .withMessageContaining("length: -1");
  }

  @Test
  void eachRoleIsHandedOutOnce() {
    assertThatIllegalStateException()
        .isThrownBy(ring::producer)
        .withMessageContaining("a second producer");
    assertThatIllegalStateException()
        .isThrownBy(ring::consumer)
        .withMessageContaining("a second consumer");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 64, 129, 1000, (1 << 30) + 1, Integer.MAX_VALUE})
  void refusesCapacitiesThatDoNotFit(int capacity) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpscRing.allocate(capacity))
        .withMessage("capacity: %d, expected a power of two from 128 to 1073741824", capacity);
  }

  @Test
  void refusesRecordsThatDoNotFit() {
    MemorySegment source = MemorySegment.ofArray(new byte[CAPACITY]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> producer.offer(1, source, 0, ring.maxPayload() + 1))
        .withMessageContaining("length: 121, expected 0 to 120");
    assertThatIllegalArgumentException().isThrownBy(() -> producer.claim(1, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> producer.claim(0, 8))
        .withMessage("type: 0, expected 1 or more");
    assertThatIllegalArgumentException().isThrownBy(() -> producer.claim(-1, 8));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> producer.offer(1, source, CAPACITY - 4, 8));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> consumer.drain(collect, 0))
        .withMessage("limit: 0, expected 1 or more");
    assertThat(ring.size()).isZero();
    assertThat(producer.hasClaims()).isFalse();
  }

  @Test
  void aSourceThatCannotBeReadLeavesTheRingAsItWas() throws Exception {
    MemorySegment closed;
    try (Arena arena = Arena.ofConfined()) {
      closed = arena.allocate(8);
      MemorySegment confined = closed;
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> Background.start(() -> producer.offer(1, confined, 0, 8)).result())
          .withCauseInstanceOf(WrongThreadException.class);
    }
    assertThatIllegalStateException().isThrownBy(() -> producer.offer(1, closed, 0, 8));
    assertThat(producer.hasClaims()).isFalse();
    assertThat(offer(1, "x")).isTrue();
  }

  @Test
  void useAfterCloseIsAnError() {
    Region region = Region.allocate(SpscRing.byteSize(128));
    SpscRing closed = SpscRing.create(region, 0, 128);
    RingProducer closedProducer = closed.producer();
    RingConsumer closedConsumer = closed.consumer();
    region.close();
    assertThatIllegalStateException().isThrownBy(() -> closedProducer.claim(1, 8));
    assertThatIllegalStateException().isThrownBy(() -> closedConsumer.drain(collect, 1));
    assertThatIllegalStateException().isThrownBy(closed::size);
    assertThatIllegalStateException().isThrownBy(() -> SpscRing.create(region, 0, 128));
  }

  @Test
  void anyThreadCanTellHowFullTheRingIs() {
    assertThat(ring.freeBytes()).isEqualTo(CAPACITY);
    assertThat(ring.utilization()).isZero();
    offer(1, "x".repeat(CAPACITY / 2 - 8));
    assertThat(ring.freeBytes()).isEqualTo(CAPACITY / 2);
    assertThat(ring.utilization()).isEqualTo(0.5);
    offer(1, "x".repeat(CAPACITY / 2 - 8));
    assertThat(ring.freeBytes()).isZero();
    assertThat(ring.utilization()).isEqualTo(1);
  }

  @Test
  void positionsMayPassTheLargestLong() {
    Region region = Region.allocate(SpscRing.byteSize(CAPACITY));
    long start = -CAPACITY & Long.MAX_VALUE; // the last multiple of the capacity
    SpscRing old = SpscRing.create(region, 0, CAPACITY);
    region.segment().set(ValueLayout.JAVA_LONG, RingLayout.TAIL, start);
    region.segment().set(ValueLayout.JAVA_LONG, RingLayout.HEAD, start);
    RingProducer oldProducer = SpscRing.attachProducer(region, 0, CAPACITY);
    RingConsumer oldConsumer = SpscRing.attachConsumer(region, 0, CAPACITY);
    for (int i = 0; i < 1_000; i++) {
      int length = i % (CAPACITY / 2 - 8);
      int sent = 0;
      while (oldProducer.claim(1, length) != RingProducer.NO_SPACE) {
        sent++;
      }
      oldProducer.commit();
      assertThat(old.size()).isBetween(1, CAPACITY);
      assertThat(oldConsumer.drain((type, segment, offset, n) -> {}, Integer.MAX_VALUE))
          .isEqualTo(sent);
      assertThat(old.size()).isZero();
    }
    assertThat(old.consumerPosition()).as("has passed").isNegative();
    region.close();
  }

  @Test
  void twoThreadsExchangeRecordsOfAllLengthsUnharmed() throws Exception {
    int records = 300_000;
    var producing =
        Background.start(
            () -> {
              for (int i = 0; i < records; i++) {
                int length = i % 100;
                long payload;
                while ((payload = producer.claim(1 + i, length)) == RingProducer.NO_SPACE) {
                  Thread.yield();
                }
                producer.segment().asSlice(payload, length).fill((byte) i);
                producer.commit();
              }
              return null;
            });
    int[] next = {0};
    while (next[0] < records) {
      int count =
          consumer.drain(
              (type, segment, offset, length) -> {
                int i = next[0]++;
                byte[] expected = new byte[i % 100];
                Arrays.fill(expected, (byte) i);
                if (type != 1 + i
                    || segment.asSlice(offset, length).mismatch(MemorySegment.ofArray(expected))
                        != -1) {
                  throw new AssertionError("record " + i + " has type " + type);
                }
              },
              50);
      if (count == 0) {
        Thread.yield();
      }
    }
    producing.result();
    assertThat(ring.size()).isZero();
  }
}
