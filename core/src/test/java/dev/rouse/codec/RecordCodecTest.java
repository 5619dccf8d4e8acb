package dev.rouse.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.rouse.ring.RingProducer;
import dev.rouse.ring.SpscRing;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCodecTest {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private record Everything(
      boolean flag,
      byte tiny,
      char letter,
      short small,
      int whole,
      long big,
      float part,
      double d) {}

  private record Nothing() {}

  private record Text(int length, String text) {}

  private record Quote(long instrument, double price, int quantity) {}

  private static final RecordCodec<Quote> QUOTES = RecordCodec.of(LOOKUP, Quote.class);

  @Test
  void everyPrimitiveTypeComesBackAsItWas() {
    RecordCodec<Everything> codec = RecordCodec.of(LOOKUP, Everything.class);
    var value = new Everything(true, (byte) -1, 'ß', (short) -2, -3, Long.MIN_VALUE, 0.5f, -0.25);
    MemorySegment memory = MemorySegment.ofArray(new long[8]);
    codec.encode(value, memory, 8);
    assertThat(codec.decode(memory, 8, codec.byteSize(value))).isEqualTo(value);
  }

  @Test
  void componentsLieAsInAStruct() {
    RecordCodec<Everything> codec = RecordCodec.of(LOOKUP, Everything.class);
    var value = new Everything(true, (byte) 1, 'x', (short) 2, 3, 4, 5, 6);
    assertThat(codec.byteSize(value)).isEqualTo(40);
    MemorySegment memory = MemorySegment.ofArray(new long[5]);
    codec.encode(value, memory, 0);
    assertThat(memory.get(ValueLayout.JAVA_BYTE, 1)).isEqualTo((byte) 1);
    assertThat(memory.get(ValueLayout.JAVA_CHAR, 2)).isEqualTo('x');
    assertThat(memory.get(ValueLayout.JAVA_SHORT, 4)).isEqualTo((short) 2);
    assertThat(memory.get(ValueLayout.JAVA_INT, 8)).isEqualTo(3);
    assertThat(memory.get(ValueLayout.JAVA_LONG, 16)).isEqualTo(4);
    assertThat(memory.get(ValueLayout.JAVA_FLOAT, 24)).isEqualTo(5);
    assertThat(memory.get(ValueLayout.JAVA_DOUBLE, 32)).isEqualTo(6);
  }

  @Test
  void aRecordWithoutComponentsTakesNothing() {
    RecordCodec<Nothing> codec = RecordCodec.of(LOOKUP, Nothing.class);
    MemorySegment memory = MemorySegment.ofArray(new long[1]);
    codec.encode(new Nothing(), memory, 0);
    assertThat(codec.byteSize(new Nothing())).isZero();
    assertThat(codec.decode(memory, 0, 0)).isEqualTo(new Nothing());
  }

  @Test
  void refusesWhatIsNotPrimitiveWhatItMayNotSeeAndAWrongLength() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordCodec.of(LOOKUP, Text.class))
        .withMessageContaining("component text of")
        .withMessageContaining("java.lang.String, expected a primitive type");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordCodec.of(MethodHandles.publicLookup(), Quote.class))
        .withMessageContaining("may not see the components of");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QUOTES.decode(MemorySegment.ofArray(new long[3]), 0, 12))
        .withMessageContaining("length: 12, expected 20 for a");
  }

  @Test
  void saysHowMuchItHasWritten() {
    var quote = new Quote(7, 101.5, 3);
    MemorySegment memory = MemorySegment.ofArray(new long[3]);
    assertThat(QUOTES.encode(quote, memory, 0)).isEqualTo(20);
    assertThat(QUOTES.byteSize(quote)).isEqualTo(20);
    assertThat(QUOTES.maxByteSize(quote)).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 7, 8})
  void worksInAnArrayAtEveryOffset(int offset) {
    RecordCodec<Everything> codec = RecordCodec.of(LOOKUP, Everything.class);
    var value = new Everything(true, (byte) -1, 'ß', (short) -2, -3, Long.MIN_VALUE, 0.5f, -0.25);
    MemorySegment memory = MemorySegment.ofArray(new byte[50]);
    assertThat(codec.encode(value, memory, offset)).isEqualTo(40);
    assertThat(codec.decode(memory, offset, 40)).isEqualTo(value);
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void refusesNull() {
    MemorySegment memory = MemorySegment.ofArray(new long[3]);
    assertThatNullPointerException()
        .isThrownBy(() -> QUOTES.encode(null, memory, 0))
        .withMessageStartingWith("value: null, expected a " + Quote.class.getName());
    assertThatNullPointerException()
        .isThrownBy(() -> QUOTES.byteSize(null))
        .withMessageStartingWith("value: null");
    assertThatNullPointerException()
        .isThrownBy(() -> QUOTES.maxByteSize(null))
        .withMessageStartingWith("value: null");
    assertThatNullPointerException()
        .isThrownBy(() -> RecordCodec.of(null, Quote.class))
        .withMessageStartingWith("lookup: null");
    Class<Quote> none = null;
    assertThatNullPointerException()
        .isThrownBy(() -> RecordCodec.of(LOOKUP, none))
        .withMessageStartingWith("type: null");
  }

  @Test
  void valuesGoThroughARing() {
    SpscRing ring = SpscRing.allocate(1024);
    RingProducer producer = ring.producer();
    List<Quote> received = new ArrayList<>();
    assertThat(producer.offer(3, new Quote(7, 101.5, 3), QUOTES)).isTrue();
    assertThat(producer.offer(3, new Quote(8, 99.5, 1), QUOTES)).isTrue();
    ring.consumer()
        .drain(
            (type, segment, offset, length) -> received.add(QUOTES.decode(segment, offset, length)),
            10);
    assertThat(received).containsExactly(new Quote(7, 101.5, 3), new Quote(8, 99.5, 1));
  }
}
