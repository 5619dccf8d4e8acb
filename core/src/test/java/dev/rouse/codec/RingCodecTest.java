package dev.rouse.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.rouse.ring.RecordHandler;
import dev.rouse.ring.RingConsumer;
import dev.rouse.ring.RingProducer;
import dev.rouse.ring.SpscRing;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values in a ring: what is claimed for them, and what they take in the end. */
class RingCodecTest {
  private static final int CAPACITY = 256;

  /** Half the capacity less the header. */
  private static final int MAX_PAYLOAD = 120;

  private static final RecordCodec<String> TEXT = RecordCodec.utf8();

  private final SpscRing ring = SpscRing.allocate(CAPACITY);
  private final RingProducer producer = ring.producer();
  private final RingConsumer consumer = ring.consumer();
  private final List<String> received = new ArrayList<>();
  private final RecordHandler collect =
      (type, segment, offset, length) ->
          received.add(type + ":" + TEXT.decode(segment, offset, length));

  private boolean offer(String text) {
    return producer.offer(1, text, TEXT);
  }

  /** Moves both ends of the empty ring to a place. */
  private void moveTo(int place) {
    for (int i = 0; i < place; i += 8) {
      assertThat(offer("")).isTrue();
    }
    consumer.drain(collect, CAPACITY);
    received.clear();
  }

  @Test
  void aRecordTakesWhatWasWritten() {
    assertThat(offer("abcdefgh")).isTrue();
    assertThat(ring.size()).as("header and 8 bytes, of a claim of 24").isEqualTo(16);
    assertThat(offer("")).isTrue();
    assertThat(offer("日本")).isTrue();
    assertThat(offer("😀ß")).isTrue();
    assertThat(ring.size()).isEqualTo(16 + 8 + 16 + 16);
    assertThat(consumer.drain(collect, 10)).isEqualTo(4);
    assertThat(received).containsExactly("1:abcdefgh", "1:", "1:日本", "1:😀ß");
    assertThat(ring.size()).isZero();
  }

  @Test
  void whatIsLongerThanARecordByItsBoundOnlyIsTaken() {
    String text = "x".repeat(MAX_PAYLOAD);
    assertThat(producer.claimLength(text, TEXT)).isEqualTo(MAX_PAYLOAD);
    assertThat(offer(text)).isTrue();
    consumer.drain(collect, 10);
    assertThat(received).containsExactly("1:" + text);
    assertThat(producer.claimLength("x".repeat(40), TEXT)).isEqualTo(120);
    assertThat(producer.claimLength("x".repeat(41), TEXT)).isEqualTo(41);
    assertThat(producer.claimLength("", TEXT)).isZero();
  }

  @Test
  void whatIsTooLongIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> offer("x".repeat(MAX_PAYLOAD + 1)))
        .withMessage(
            "value: 121 bytes, expected 0 to 120 (half the capacity of 256 bytes, less the"
                + " header)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> offer("日".repeat(41)))
        .withMessageStartingWith("value: 123 bytes, expected 0 to 120");
    assertThat(producer.hasClaims()).isFalse();
    assertThat(ring.size()).isZero();
  }

  private static IntStream places() {
    return IntStream.iterate(0, place -> place < CAPACITY, place -> place + 8);
  }

  @ParameterizedTest
  @MethodSource("places")
  void aTrimmedRecordIsWholeAtEveryPlace(int place) {
    moveTo(place);
    for (String text : List.of("0123456789", "😀", "01234567890123456789")) {
      assertThat(offer(text)).isTrue();
    }
    assertThat(offer("end")).isTrue();
    assertThat(consumer.drain(collect, 10)).isEqualTo(4);
    assertThat(received).containsExactly("1:0123456789", "1:😀", "1:01234567890123456789", "1:end");
    assertThat(ring.size()).isZero();
  }

  @Test
  void aTrimmedRecordAfterPaddingTakesWhatWasWrittenToo() {
    moveTo(CAPACITY - 24);
    assertThat(offer("0123456789")).as("claims 40 bytes, which do not fit before the end").isTrue();
    assertThat(ring.size()).as("padding, header and 10 bytes").isEqualTo(24 + 24);
    assertThat(offer("next")).isTrue();
    assertThat(ring.size()).isEqualTo(24 + 24 + 16);
    consumer.drain(collect, 10);
    assertThat(received).containsExactly("1:0123456789", "1:next");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 200})
  void anAlmostFullRingTakesWhatHasTheSpaceOfItsBound(int place) {
    moveTo(place);
    List<String> expected = new ArrayList<>();
    while (producer.hasSpace(producer.claimLength("01234567", TEXT))) {
      assertThat(offer("01234567")).isTrue();
      expected.add("1:01234567");
    }
    assertThat(offer("01234567")).isFalse();
    assertThat(producer.hasClaims()).isFalse();
    while (offer("")) {
      expected.add("1:");
    }
    assertThat(ring.freeBytes()).isZero();
    while (consumer.drain(collect, 1) != 0) {
      // One after the other.
    }
    assertThat(received).isEqualTo(expected);
  }

  @Test
  void textsOfAllLengthsComeThroughInTheirOrder() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      String text = (i % 3 == 0 ? "é" : "x").repeat(i % 60);
      while (!offer(text)) {
        assertThat(consumer.drain(collect, 1)).isEqualTo(1);
      }
      expected.add("1:" + text);
    }
    while (consumer.drain(collect, 10) != 0) {
      // The rest.
    }
    assertThat(received).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 25, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void aCodecThatDoesNotTellTheTruthIsFoundOut(int written) {
    var lying = new Scripted(24, 24, written);
    assertThatIllegalStateException()
        .isThrownBy(() -> producer.offer(1, "x", lying))
        .withMessage("codec: scripted wrote %d bytes, expected 0 to 24", written);
    nothingHappened();
  }

  @Test
  void aCodecMayWriteLessThanItsExactSize() {
    assertThat(producer.offer(1, "x", new Scripted(24, 24, 0))).isTrue();
    assertThat(ring.size()).isEqualTo(8);
  }

  @Test
  void aNegativeBoundIsNoneAndANegativeSizeIsRefused() {
    assertThat(producer.claimLength("x", new Scripted(-5, 24, 24))).isEqualTo(24);
    assertThatIllegalStateException()
        .isThrownBy(() -> producer.offer(1, "x", new Scripted(-5, -7, 24)))
        .withMessage("codec: scripted returned a size of -7 bytes, expected 0 or more");
    nothingHappened();
  }

  @Test
  void whatACodecThrowsGoesToTheCallerAndNothingIsPublished() {
    var failing =
        new Scripted(24, 24, 24) {
          @Override
          public int encode(String value, MemorySegment target, long offset) {
            throw new UnsupportedOperationException("on purpose");
          }
        };
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> producer.offer(1, "x", failing))
        .withMessage("on purpose");
    nothingHappened();
  }

  private void nothingHappened() {
    assertThat(producer.hasClaims()).isFalse();
    assertThat(ring.size()).isZero();
    assertThat(offer("after")).isTrue();
    consumer.drain(collect, 10);
    assertThat(received).containsExactly("1:after");
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void refusesNull() {
    String value = null;
    RecordCodec<String> codec = null;
    assertThatNullPointerException()
        .isThrownBy(() -> offer(value))
        .withMessageStartingWith("value: null, expected");
    assertThatNullPointerException()
        .isThrownBy(() -> producer.offer(1, "x", codec))
        .withMessageStartingWith("codec: null, expected");
    assertThatNullPointerException()
        .isThrownBy(() -> producer.claimLength(value, TEXT))
        .withMessageStartingWith("value: null, expected");
    nothingHappened();
  }

  @Test
  void refusesAnOpenClaimAndAWrongType() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> producer.offer(0, "x", TEXT))
        .withMessageStartingWith("type: 0");
    producer.claim(1, 8);
    assertThatIllegalStateException()
        .isThrownBy(() -> offer("x"))
        .withMessageContaining("offer while a claim is open");
  }

  /** Says what it was told to say, and writes nothing. */
  private static class Scripted implements RecordCodec<String> {
    private final int bound;
    private final int size;
    private final int written;

    Scripted(int bound, int size, int written) {
      this.bound = bound;
      this.size = size;
      this.written = written;
    }

    @Override
    public int byteSize(String value) {
      return size;
    }

    @Override
    public int maxByteSize(String value) {
      return bound;
    }

    @Override
    public int encode(String value, MemorySegment target, long offset) {
      return written;
    }

    @Override
    public String decode(MemorySegment source, long offset, int length) {
      return "";
    }

    @Override
    public String toString() {
      return "scripted";
    }
  }
}
