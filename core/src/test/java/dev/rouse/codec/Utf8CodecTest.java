package dev.rouse.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Utf8CodecTest {
  private static final RecordCodec<String> TEXT = RecordCodec.utf8();

  /** A character of each length, one at each end of the ranges, and a NUL. */
  private static final List<String> CHARACTERS =
      List.of("a", "\0", "\u007f", "\u0080", "ß", "\u07ff", "\u0800", "日", "\uffff", "😀");

  private static final List<String> UNPAIRED =
      List.of(
          "\ud83d",
          "\ude00",
          "a\ud83d",
          "\ud83da",
          "\ude00\ud83d",
          "\ud83d\ud83d\ude00",
          "日\ude00");

  private static Stream<String> texts() {
    Stream<String> pairs =
        CHARACTERS.stream().flatMap(a -> CHARACTERS.stream().map(b -> a + b + a));
    Stream<String> repeated =
        IntStream.of(1, 7, 8, 9, 100, 1000)
            .boxed()
            .flatMap(n -> CHARACTERS.stream().map(c -> c.repeat(n)));
    return Stream.of(Stream.of(""), pairs, repeated).flatMap(texts -> texts);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void comesBackAsItWas(String text) {
    byte[] expected = text.getBytes(StandardCharsets.UTF_8);
    assertThat(TEXT.decode(encoded(text, expected), 1, expected.length)).isEqualTo(text);
  }

  private static Stream<String> unpaired() {
    return UNPAIRED.stream().flatMap(text -> Stream.of(text, "x".repeat(20) + text + "x"));
  }

  @ParameterizedTest
  @MethodSource("unpaired")
  void anUnpairedSurrogateBecomesAQuestionMark(String text) {
    byte[] expected = text.getBytes(StandardCharsets.UTF_8);
    assertThat(TEXT.decode(encoded(text, expected), 1, expected.length))
        .isEqualTo(new String(expected, StandardCharsets.UTF_8))
        .contains("?");
  }

  /** Encodes into memory that is just large enough, and checks sizes and bytes. */
  private static MemorySegment encoded(String text, byte[] expected) {
    assertThat(TEXT.byteSize(text)).isEqualTo(expected.length);
    assertThat(TEXT.maxByteSize(text)).isEqualTo(3 * text.length());
    MemorySegment memory = MemorySegment.ofArray(new byte[expected.length + 1]);
    assertThat(TEXT.encode(text, memory, 1)).isEqualTo(expected.length);
    assertThat(memory.asSlice(1).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(expected);
    return memory;
  }

  @Test
  void bytesThatAreNotTextAreReadAsReplacements() {
    MemorySegment memory = MemorySegment.ofArray(new byte[] {'a', (byte) 0xff, 'b'});
    assertThat(TEXT.decode(memory, 0, 3)).isEqualTo("a\ufffdb");
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void refusesNullAWrongLengthAndTooLittleMemory() {
    MemorySegment memory = MemorySegment.ofArray(new byte[4]);
    String expected = "value: null, expected a String";
    assertThatNullPointerException().isThrownBy(() -> TEXT.byteSize(null)).withMessage(expected);
    assertThatNullPointerException().isThrownBy(() -> TEXT.maxByteSize(null)).withMessage(expected);
    assertThatNullPointerException()
        .isThrownBy(() -> TEXT.encode(null, memory, 0))
        .withMessage(expected);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TEXT.decode(memory, 0, -1))
        .withMessage("length: -1, expected 0 or more");
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> TEXT.decode(memory, 0, Integer.MAX_VALUE));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> TEXT.encode("hello", memory, 0));
  }
}
