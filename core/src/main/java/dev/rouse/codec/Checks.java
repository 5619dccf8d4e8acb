package dev.rouse.codec;

import org.jspecify.annotations.Nullable;

/** The checks that the codecs have in common. */
final class Checks {
  private Checks() {}

  /** Throws if a value is null; what was expected is, for instance, "a String". */
  static void requireValue(@Nullable Object value, String expected) {
    if (value == null) {
      throw new NullPointerException("value: null, expected " + expected);
    }
  }

  /** Throws if a length is not the fixed size of a codec's values. */
  static void requireLength(int length, int byteSize, Class<?> type) {
    if (length != byteSize) {
      throw new IllegalArgumentException(
          "length: %d, expected %d for a %s".formatted(length, byteSize, type.getName()));
    }
  }

  /** Throws if a length is negative. */
  static void requireLength(int length) {
    if (length < 0) {
      throw new IllegalArgumentException("length: " + length + ", expected 0 or more");
    }
  }
}
