package dev.rouse.ring;

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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class SpscRingTest {
  private static final int CAPACITY = 256;

  private final SpscRing ring = SpscRing.allocate(CAPACITY);
  private final Producer producer = ring.producer();
  private final Consumer consumer = ring.consumer();
  private final List<String> received = new ArrayList<>();

  private final RecordHandler collect =
      (type, segment, offset, length) ->
          received.add(
              type
                  + ":"
                  + new String(
                      segment.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE),
                      java.nio.charset.StandardCharsets.US_ASCII));

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
  void aClaimedBatchIsWrittenAtEvenDistancesAndSeenAsAWhole() {
    assertThat(offer(9, "before")).isTrue();
    long first = producer.claimBatch(4, 3, 5);
    for (int i = 0; i < 5; i++) {
      long payload = first + (long) i * SpscRing.recordBytes(3);
      MemorySegment.copy(
          MemorySegment.ofArray(("b0" + i).getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
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
    assertThat(first).isNotEqualTo(Producer.NO_SPACE);
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
        .withMessage("drain by a handler of the same ring");
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
  void refusesCommitsAndAbortsWithoutClaims() {
    assertThatIllegalStateException()
        .isThrownBy(producer::commit)
        .withMessage("commit without a claim");
    assertThatIllegalStateException().isThrownBy(producer::abort);
    producer.claim(1, 8);
    assertThatIllegalStateException()
        .isThrownBy(() -> offer(1, "x"))
        .withMessageContaining("offer while a claim is open");
  }

  @Test
  void aSourceThatCannotBeReadLeavesTheRingAsItWas() throws Exception {
    MemorySegment closed;
    try (Arena arena = Arena.ofConfined()) {
      closed = arena.allocate(8);
      MemorySegment confined = closed;
      assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
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
    Producer closedProducer = closed.producer();
    Consumer closedConsumer = closed.consumer();
    region.close();
    assertThatIllegalStateException().isThrownBy(() -> closedProducer.claim(1, 8));
    assertThatIllegalStateException().isThrownBy(() -> closedConsumer.drain(collect, 1));
    assertThatIllegalStateException().isThrownBy(closed::size);
    assertThatIllegalStateException().isThrownBy(() -> SpscRing.create(region, 0, 128));
  }

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

  @Test
  void aControlledHandlerGoesOnStopsOrLeavesTheRecord() {
    for (String text : new String[] {"a", "b", "c", "d"}) {
      offer(1, text);
    }
    StringBuilder seen = new StringBuilder();
    ControlledRecordHandler handler =
        (type, segment, offset, length) -> {
          char letter = (char) segment.get(ValueLayout.JAVA_BYTE, offset);
          seen.append(letter);
          return switch (letter) {
            case 'b' -> ControlledRecordHandler.Action.STOP;
            case 'd' -> ControlledRecordHandler.Action.LEAVE;
            default -> ControlledRecordHandler.Action.CONTINUE;
          };
        };
    assertThat(consumer.drainControlled(handler, 10)).as("a, and b, which stops").isEqualTo(2);
    assertThat(consumer.drainControlled(handler, 10)).as("c; d is left").isEqualTo(1);
    assertThat(consumer.drainControlled(handler, 10)).as("d is left again").isZero();
    assertThat(seen).hasToString("abcdd");
    assertThat(consumer.drain(collect, 10)).isEqualTo(1);
    assertThat(ring.size()).isZero();
    assertThat(consumer.drainControlled(handler, 1)).as("nothing there").isZero();
  }

  @Test
  void aControlledHandlerThatThrowsLosesItsRecordOnly() {
    offer(1, "a");
    offer(1, "b");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                consumer.drainControlled(
                    (type, segment, offset, length) -> {
                      throw new IllegalStateException("the handler's");
                    },
                    10))
        .withMessage("the handler's");
    assertThat(consumer.drain(collect, 10)).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                consumer.drainControlled(
                    (type, segment, offset, length) -> ControlledRecordHandler.Action.STOP, 0))
        .withMessage("limit: 0, expected 1 or more");
  }

  @Test
  void aPeekLeavesTheRecordAlsoBehindPaddingAndIfTheHandlerThrows() {
    assertThat(consumer.peek(collect)).isFalse();
    for (int i = 0; i < 100; i++) { // lengths at which padding comes along
      offer(1, "x".repeat(i % (CAPACITY / 2 - 8)));
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  consumer.peek(
                      (type, segment, offset, length) -> {
                        throw new IllegalStateException("the handler's");
                      }));
      int before = received.size();
      assertThat(consumer.peek(collect)).isTrue();
      assertThat(consumer.peek(collect)).isTrue();
      assertThat(consumer.drain(collect, 10)).isEqualTo(1);
      assertThat(received).hasSize(before + 3);
      assertThat(received.get(before)).isEqualTo(received.get(before + 2));
      assertThat(consumer.peek(collect)).isFalse();
      assertThat(ring.size()).isZero();
    }
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
    region.segment().set(ValueLayout.JAVA_LONG, RingLayout.TAIL, start);
    region.segment().set(ValueLayout.JAVA_LONG, RingLayout.HEAD, start);
    SpscRing old = SpscRing.create(region, 0, CAPACITY);
    Producer oldProducer = old.producer();
    Consumer oldConsumer = old.consumer();
    for (int i = 0; i < 1_000; i++) {
      int length = i % (CAPACITY / 2 - 8);
      int sent = 0;
      while (oldProducer.claim(1, length) != Producer.NO_SPACE) {
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

  @ParameterizedTest
  @ValueSource(longs = {-8, CAPACITY + 8, Long.MIN_VALUE, Long.MAX_VALUE})
  void aCorruptTailIsAnError(long tail) {
    producer.segment().set(ValueLayout.JAVA_LONG, RingLayout.TAIL, tail);
    assertThatExceptionOfType(CorruptRecordException.class)
        .isThrownBy(() -> consumer.drain(collect, 10));
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
              "position 256: the consumer is at " + head + ", expected 0 to 256 bytes behind");
    }
    assertThat(consumer.drain(collect, 100)).as("nothing is lost").isEqualTo(CAPACITY / 16);
    assertThat(producer.claim(1, 8)).as("now that the head is right").isNotNegative();
  }

  @Test
  void aTailInsideOfARecordIsAnErrorBeforeTheRecordIsHandedOver() {
    offer(1, "123456789012");
    producer.segment().set(ValueLayout.JAVA_LONG, RingLayout.TAIL, 20);
    assertThatExceptionOfType(CorruptRecordException.class)
        .isThrownBy(() -> consumer.drain(collect, 10))
        .withMessage(
            "position 0: the producer is at 20, expected a multiple of 8, 0 to 256 bytes ahead");
    assertThat(received).isEmpty();
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
                while ((payload = producer.claim(1 + i, length)) == Producer.NO_SPACE) {
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

  private boolean offer(int type, String text) {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    return producer.offer(type, MemorySegment.ofArray(bytes), 0, bytes.length);
  }
}
