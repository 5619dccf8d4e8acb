package dev.rouse.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Text as UTF-8, without a terminator.
 *
 * <p>Encoding goes through the array of {@link String#getBytes}, which the virtual machine fills
 * with vector instructions. Writing character by character into the segment, or eight at a time,
 * needs no array. But it was slower from six characters on, and ten times slower for a hundred,
 * because each {@code charAt} and each store is checked. {@link MemorySegment#setString} writes a
 * terminator outside the bytes that the text takes.
 */
final class Utf8Codec implements RecordCodec<String> {
  static final Utf8Codec INSTANCE = new Utf8Codec();

  /** The most bytes per char: the two chars of a surrogate pair take 4 bytes together. */
  private static final int MAX_BYTES_PER_CHAR = 3;

  private static final String EXPECTED = "a String";

  private Utf8Codec() {}

  @Override
  public int byteSize(String value) {
    Checks.requireValue(value, EXPECTED);
    long size = countBytes(value);
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "value: a String of %d bytes in UTF-8, expected at most %d"
              .formatted(size, Integer.MAX_VALUE));
    }
    return (int) size;
  }

  /** Counts without an array: called for large texts only, which should not be copied. */
  private static long countBytes(String text) {
    int chars = text.length();
    long size = chars;
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        continue;
      }
      if (!Character.isSurrogate(c)) {
        size += c < 0x800 ? 1 : 2;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < chars
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        size += 2; // 4 bytes for two chars
        i++;
      } // else unpaired: a '?'
    }
    return size;
  }

  @Override
  public int maxByteSize(String value) {
    Checks.requireValue(value, EXPECTED);
    return (int) Math.min((long) MAX_BYTES_PER_CHAR * value.length(), Integer.MAX_VALUE);
  }

  @Override
  public int encode(String value, MemorySegment target, long offset) {
    Checks.requireValue(value, EXPECTED);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    MemorySegment.copy(bytes, 0, target, ValueLayout.JAVA_BYTE, offset, bytes.length);
    return bytes.length;
  }

  @Override
  public String decode(MemorySegment source, long offset, int length) {
    Checks.requireLength(length);
    // Before the array is made, whose length may come from a damaged record.
    Objects.checkFromIndexSize(offset, (long) length, source.byteSize());
    byte[] bytes = new byte[length];
    MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, bytes, 0, length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "RecordCodec[type=java.lang.String, UTF-8]";
  }
}
