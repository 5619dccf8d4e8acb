package dev.rouse.pool.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rouse.codec.RecordCodec;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** What goes from process to process, in memory that another process may have written. */
class FrameTest {
  private static <T> T copy(T value, RecordCodec<T> codec) {
    MemorySegment memory = MemorySegment.ofArray(new long[5_000]);
    int length = codec.encode(value, memory, 8);
    assertThat(length)
        .isEqualTo(codec.byteSize(value))
        .isLessThanOrEqualTo(codec.maxByteSize(value));
    return codec.decode(memory, 8, length);
  }

  @Test
  void frameIsReadAsItWasWritten() {
    Frame<String> frame = new Frame<>(5, Long.MAX_VALUE, "hello");
    assertThat(copy(frame, Frame.codec(RecordCodec.utf8()))).isEqualTo(frame);
  }

  @Test
  void frameWithoutAHeaderIsRefused() {
    MemorySegment memory = MemorySegment.ofArray(new byte[64]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Frame.codec(RecordCodec.utf8()).decode(memory, 0, 15))
        .withMessage("length: 15 bytes, expected at least 16");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Frame.read(RecordCodec.utf8(), memory, 0, 15));
  }

  @Test
  void bodyThatCannotBeReadBelongsToItsFrame() {
    MemorySegment memory = MemorySegment.ofArray(new byte[64]);
    Frame<Frame.Content<Long>> frame = Frame.read(RecordCodec.ofLong(), memory, 0, 17);
    assertThat(frame.exchange()).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> frame.body().get());
  }

  @Test
  void errorOfABodysCodecBelongsToItsFrame() {
    RecordCodec<String> broken =
        new RecordCodec<>() {
          @Override
          public int byteSize(String value) {
            return 0;
          }

          @Override
          public int encode(String value, MemorySegment target, long offset) {
            return 0;
          }

          @Override
          public String decode(MemorySegment source, long offset, int length) {
            throw new StackOverflowError();
          }
        };
    Frame<Frame.Content<String>> frame =
        Frame.read(broken, MemorySegment.ofArray(new byte[64]), 0, 17);
    assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> frame.body().get());
  }

  @Test
  void thrownIsReadAsItWasWritten() {
    for (String message : new String[] {"a message", "", null}) {
      Thrown thrown = Thrown.of(new IllegalStateException(message));
      assertThat(copy(thrown, Thrown.CODEC)).isEqualTo(thrown);
      assertThat(thrown.message()).isEqualTo(message);
      assertThat(thrown.trace()).contains("thrownIsReadAsItWasWritten");
    }
  }

  @Test
  void thrownWithSeparatorsInItsMessageIsReadWhole() {
    Thrown thrown = copy(Thrown.of(new IllegalStateException("a\0b\0c")), Thrown.CODEC);
    assertThat(thrown.message()).isEqualTo("a?b?c");
    assertThat(thrown.className()).isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void thrownThatIsLongOrBrokenIsSentAllTheSame() {
    Thrown thrown = Thrown.of(new IllegalStateException("\u20ac".repeat(100_000)));
    assertThat(Thrown.CODEC.byteSize(thrown)).isLessThan(3 * Protocol.LONGEST_TEXT + 4_000);
    assertThat(thrown.message()).endsWith("... (98500 chars more)");
    Thrown broken =
        Thrown.of(
            new IllegalStateException() {
              @Override
              public String getMessage() {
                throw new UnsupportedOperationException();
              }
            });
    assertThat(broken.message()).isEqualTo("(no message: java.lang.UnsupportedOperationException)");
  }

  @Test
  void bytesThatAreNothingThrownAreRefused() {
    MemorySegment memory = MemorySegment.ofArray(new byte[] {74, 97, 118, 97});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Thrown.CODEC.decode(memory, 0, (int) memory.byteSize()));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> Thrown.CODEC.decode(memory, 0, 1_000));
  }
}
