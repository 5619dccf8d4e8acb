package dev.rouse.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PrimitiveCodecTest {
  /** Returns the codec of a boxed value. */
  @SuppressWarnings("unchecked") // each codec is that of the value's class
  static RecordCodec<Object> codecOf(Object value) {
    RecordCodec<?> codec =
        switch (value) {
          case Long _ -> RecordCodec.ofLong();
          case Integer _ -> RecordCodec.ofInt();
          case Short _ -> RecordCodec.ofShort();
          case Byte _ -> RecordCodec.ofByte();
          case Double _ -> RecordCodec.ofDouble();
          case Float _ -> RecordCodec.ofFloat();
          case Character _ -> RecordCodec.ofChar();
          case Boolean _ -> RecordCodec.ofBoolean();
          default -> throw new AssertionError(value);
        };
    return (RecordCodec<Object>) codec;
  }

  private static Stream<Object> values() {
    return Stream.of(
        Long.MIN_VALUE,
        -2L,
        Integer.MAX_VALUE,
        -3,
        Short.MIN_VALUE,
        (byte) -128,
        (byte) 127,
        Double.MIN_VALUE,
        Double.NaN,
        -0.0,
        Float.MAX_VALUE,
        -0.0f,
        'ß',
        '\uffff',
        true,
        false);
  }

  @ParameterizedTest
  @MethodSource("values")
  void comesBackFromHeapAndNativeMemoryAtEveryOffset(Object value) {
    RecordCodec<Object> codec = codecOf(value);
    int size = codec.byteSize(value);
    try (Arena arena = Arena.ofConfined()) {
      for (MemorySegment memory :
          List.of(
              MemorySegment.ofArray(new byte[24]),
              MemorySegment.ofArray(new long[3]),
              arena.allocate(24))) {
        for (int offset = 0; offset <= 16; offset++) {
          assertThat(codec.encode(value, memory, offset)).isEqualTo(size);
          assertThat(codec.decode(memory, offset, size)).isEqualTo(value);
        }
      }
    }
  }

  @Test
  void areAsLargeAsTheirTypes() {
    assertThat(RecordCodec.ofLong().byteSize(1L)).isEqualTo(8);
    assertThat(RecordCodec.ofInt().byteSize(1)).isEqualTo(4);
    assertThat(RecordCodec.ofShort().byteSize((short) 1)).isEqualTo(2);
    assertThat(RecordCodec.ofByte().byteSize((byte) 1)).isEqualTo(1);
    assertThat(RecordCodec.ofDouble().byteSize(1.0)).isEqualTo(8);
    assertThat(RecordCodec.ofFloat().byteSize(1f)).isEqualTo(4);
    assertThat(RecordCodec.ofChar().byteSize('1')).isEqualTo(2);
    assertThat(RecordCodec.ofBoolean().byteSize(true)).isEqualTo(1);
    assertThat(RecordCodec.ofLong().maxByteSize(1L)).isEqualTo(8);
    assertThat(RecordCodec.ofLong()).hasToString("RecordCodec[type=java.lang.Long, byteSize=8]");
  }

  @Test
  void areInTheByteOrderOfTheMachine() {
    MemorySegment memory = MemorySegment.ofArray(new long[1]);
    RecordCodec.ofInt().encode(0x01020304, memory, 4);
    assertThat(memory.get(ValueLayout.JAVA_INT, 4)).isEqualTo(0x01020304);
    RecordCodec.ofBoolean().encode(true, memory, 0);
    assertThat(memory.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 1);
  }

  @ParameterizedTest
  @MethodSource("values")
  @SuppressWarnings("NullAway") // on purpose
  void refuseNullAWrongLengthAndTooLittleMemory(Object value) {
    RecordCodec<Object> codec = codecOf(value);
    int size = codec.byteSize(value);
    MemorySegment memory = MemorySegment.ofArray(new byte[8]);
    String expected = "value: null, expected a " + value.getClass().getSimpleName();
    assertThatNullPointerException().isThrownBy(() -> codec.byteSize(null)).withMessage(expected);
    assertThatNullPointerException()
        .isThrownBy(() -> codec.maxByteSize(null))
        .withMessage(expected);
    assertThatNullPointerException()
        .isThrownBy(() -> codec.encode(null, memory, 0))
        .withMessage(expected);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.decode(memory, 0, size + 1))
        .withMessage(
            "length: %d, expected %d for a %s", size + 1, size, value.getClass().getName());
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> codec.encode(value, memory, 9 - size));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> codec.decode(memory, 9 - size, size));
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void bytesComeBackAndRefuseWhatIsWrong() {
    RecordCodec<byte[]> codec = RecordCodec.ofBytes();
    byte[] value = {1, 0, -1};
    MemorySegment memory = MemorySegment.ofArray(new byte[8]);
    assertThat(codec.byteSize(value)).isEqualTo(3);
    assertThat(codec.maxByteSize(value)).isEqualTo(3);
    assertThat(codec.encode(value, memory, 5)).isEqualTo(3);
    assertThat(codec.decode(memory, 5, 3)).isEqualTo(value);
    assertThat(codec.encode(new byte[0], memory, 8)).isZero();
    assertThat(codec.decode(memory, 8, 0)).isEmpty();
    assertThatNullPointerException()
        .isThrownBy(() -> codec.encode(null, memory, 0))
        .withMessage("value: null, expected a byte[]");
    assertThatNullPointerException()
        .isThrownBy(() -> codec.byteSize(null))
        .withMessage("value: null, expected a byte[]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.decode(memory, 0, -1))
        .withMessage("length: -1, expected 0 or more");
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> codec.decode(memory, 0, Integer.MAX_VALUE));
  }
}
