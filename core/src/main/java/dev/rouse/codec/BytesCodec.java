package dev.rouse.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/** Bytes as they are. */
final class BytesCodec implements RecordCodec<byte[]> {
  static final BytesCodec INSTANCE = new BytesCodec();

  private static final String EXPECTED = "a byte[]";

  private BytesCodec() {}

  @Override
  public int byteSize(byte[] value) {
    Checks.requireValue(value, EXPECTED);
    return value.length;
  }

  @Override
  public int encode(byte[] value, MemorySegment target, long offset) {
    Checks.requireValue(value, EXPECTED);
    MemorySegment.copy(value, 0, target, ValueLayout.JAVA_BYTE, offset, value.length);
    return value.length;
  }

  @Override
  public byte[] decode(MemorySegment source, long offset, int length) {
    Checks.requireLength(length);
    // Before the array is made, whose length may come from a damaged record.
    Objects.checkFromIndexSize(offset, (long) length, source.byteSize());
    byte[] bytes = new byte[length];
    MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, bytes, 0, length);
    return bytes;
  }

  @Override
  public String toString() {
    return "RecordCodec[type=byte[]]";
  }
}
