package dev.rouse.counter;

import static dev.rouse.counter.CounterTableLayout.MAX_LABEL_BYTES;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.LongBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The label of a counter as words, so that it is written and read with the accesses of all other
 * words. What was read may be anything: another process may have written it.
 */
final class CounterLabel {
  private final ByteBuffer bytes;
  private final LongBuffer words;

  private CounterLabel(int byteSize) {
    int words = (byteSize + Long.BYTES - 1) / Long.BYTES;
    ByteBuffer whole = ByteBuffer.allocate(words * Long.BYTES).order(ByteOrder.nativeOrder());
    this.words = whole.asLongBuffer();
    this.bytes = whole.limit(byteSize);
  }

  /**
   * Encodes a label.
   *
   * @throws IllegalArgumentException if it is empty, too long, not Unicode text, or has a control
   *     character
   */
  static CounterLabel of(String label) {
    Objects.requireNonNull(label, "label");
    ByteBuffer utf8;
    try {
      utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(label));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "label: it has half a surrogate pair, expected Unicode text", e);
    }
    if (utf8.remaining() < 1 || utf8.remaining() > MAX_LABEL_BYTES) {
      throw new IllegalArgumentException(
          "label: %d bytes in UTF-8, expected 1 to %d"
              .formatted(utf8.remaining(), MAX_LABEL_BYTES));
    }
    if (hasControl(label)) {
      throw new IllegalArgumentException(
          "label: it has a control character, expected none: "
              + label.codePoints().mapToObj("U+%04X"::formatted).toList());
    }
    CounterLabel result = new CounterLabel(utf8.remaining());
    result.bytes.put(0, utf8, 0, utf8.remaining());
    return result;
  }

  /** Makes one whose words are to be read; an empty one if the size cannot be that of a label. */
  static CounterLabel ofSize(long byteSize) {
    return new CounterLabel(byteSize < 1 || byteSize > MAX_LABEL_BYTES ? 0 : (int) byteSize);
  }

  /** Returns its size in bytes. */
  int byteSize() {
    return bytes.limit();
  }

  /** Returns how many words it takes; the last one may be filled up with zeroes. */
  int words() {
    return words.limit();
  }

  long word(int index) {
    return words.get(index);
  }

  void setWord(int index, long word) {
    words.put(index, word);
  }

  /** Returns the text, or null if the bytes are not those of a label. */
  @Nullable String text() {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    try {
      String text = decoder.decode(bytes.duplicate()).toString();
      return text.isEmpty() || hasControl(text) ? null : text;
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static boolean hasControl(String text) {
    return text.codePoints().anyMatch(Character::isISOControl);
  }
}
