package dev.rouse.jmh.link;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes the words of a message and adds them up, in each kind of memory by its own accessors. A
 * message of eight words is written word by word, as generated encoders do it for each field: what
 * a loop costs before its first round is more than eight words, and it would be measured in place
 * of the links. Longer messages are written in a loop, which the compiler makes vectors of.
 */
public final class Words {
  private static final VarHandle IN_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final int EIGHT = 8;

  private Words() {}

  /** Writes the words of a message. */
  public static void write(MemorySegment segment, long offset, int words, long value) {
    if (words == EIGHT) {
      writeEight(segment, offset, value);
      return;
    }
    for (int i = 0; i < words; i++) {
      segment.set(ValueLayout.JAVA_LONG, offset + (long) i * Long.BYTES, value + i);
    }
  }

  private static void writeEight(MemorySegment segment, long offset, long value) {
    segment.set(ValueLayout.JAVA_LONG, offset, value);
    segment.set(ValueLayout.JAVA_LONG, offset + 8, value + 1);
    segment.set(ValueLayout.JAVA_LONG, offset + 16, value + 2);
    segment.set(ValueLayout.JAVA_LONG, offset + 24, value + 3);
    segment.set(ValueLayout.JAVA_LONG, offset + 32, value + 4);
    segment.set(ValueLayout.JAVA_LONG, offset + 40, value + 5);
    segment.set(ValueLayout.JAVA_LONG, offset + 48, value + 6);
    segment.set(ValueLayout.JAVA_LONG, offset + 56, value + 7);
  }

  /** Returns the sum of the words of a message. */
  public static long read(MemorySegment segment, long offset, int words) {
    if (words == EIGHT) {
      return readEight(segment, offset);
    }
    long sum = 0;
    for (int i = 0; i < words; i++) {
      sum += segment.get(ValueLayout.JAVA_LONG, offset + (long) i * Long.BYTES);
    }
    return sum;
  }

  private static long readEight(MemorySegment segment, long offset) {
    return segment.get(ValueLayout.JAVA_LONG, offset)
        + segment.get(ValueLayout.JAVA_LONG, offset + 8)
        + segment.get(ValueLayout.JAVA_LONG, offset + 16)
        + segment.get(ValueLayout.JAVA_LONG, offset + 24)
        + segment.get(ValueLayout.JAVA_LONG, offset + 32)
        + segment.get(ValueLayout.JAVA_LONG, offset + 40)
        + segment.get(ValueLayout.JAVA_LONG, offset + 48)
        + segment.get(ValueLayout.JAVA_LONG, offset + 56);
  }

  /** Writes the words of a message. */
  public static void write(MutableDirectBuffer buffer, int offset, int words, long value) {
    if (words == EIGHT) {
      writeEight(buffer, offset, value);
      return;
    }
    for (int i = 0; i < words; i++) {
      buffer.putLong(offset + i * Long.BYTES, value + i);
    }
  }

  private static void writeEight(MutableDirectBuffer buffer, int offset, long value) {
    buffer.putLong(offset, value);
    buffer.putLong(offset + 8, value + 1);
    buffer.putLong(offset + 16, value + 2);
    buffer.putLong(offset + 24, value + 3);
    buffer.putLong(offset + 32, value + 4);
    buffer.putLong(offset + 40, value + 5);
    buffer.putLong(offset + 48, value + 6);
    buffer.putLong(offset + 56, value + 7);
  }

  /** Returns the sum of the words of a message. */
  public static long read(DirectBuffer buffer, int offset, int words) {
    if (words == EIGHT) {
      return readEight(buffer, offset);
    }
    long sum = 0;
    for (int i = 0; i < words; i++) {
      sum += buffer.getLong(offset + i * Long.BYTES);
    }
    return sum;
  }

  private static long readEight(DirectBuffer buffer, int offset) {
    return buffer.getLong(offset)
        + buffer.getLong(offset + 8)
        + buffer.getLong(offset + 16)
        + buffer.getLong(offset + 24)
        + buffer.getLong(offset + 32)
        + buffer.getLong(offset + 40)
        + buffer.getLong(offset + 48)
        + buffer.getLong(offset + 56);
  }

  static void write(long[] array, long value) {
    if (array.length == EIGHT) {
      writeEight(array, value);
      return;
    }
    for (int i = 0; i < array.length; i++) {
      array[i] = value + i;
    }
  }

  private static void writeEight(long[] array, long value) {
    array[0] = value;
    array[1] = value + 1;
    array[2] = value + 2;
    array[3] = value + 3;
    array[4] = value + 4;
    array[5] = value + 5;
    array[6] = value + 6;
    array[7] = value + 7;
  }

  static long read(long[] array) {
    if (array.length == EIGHT) {
      return readEight(array);
    }
    long sum = 0;
    for (long word : array) {
      sum += word;
    }
    return sum;
  }

  private static long readEight(long[] array) {
    return array[0] + array[1] + array[2] + array[3] + array[4] + array[5] + array[6] + array[7];
  }

  static void write(byte[] array, long value) {
    if (array.length == EIGHT * Long.BYTES) {
      writeEight(array, value);
      return;
    }
    for (int i = 0; i < array.length / Long.BYTES; i++) {
      IN_BYTES.set(array, i * Long.BYTES, value + i);
    }
  }

  private static void writeEight(byte[] array, long value) {
    IN_BYTES.set(array, 0, value);
    IN_BYTES.set(array, 8, value + 1);
    IN_BYTES.set(array, 16, value + 2);
    IN_BYTES.set(array, 24, value + 3);
    IN_BYTES.set(array, 32, value + 4);
    IN_BYTES.set(array, 40, value + 5);
    IN_BYTES.set(array, 48, value + 6);
    IN_BYTES.set(array, 56, value + 7);
  }

  static long read(byte[] array) {
    if (array.length == EIGHT * Long.BYTES) {
      return readEight(array);
    }
    long sum = 0;
    for (int i = 0; i < array.length / Long.BYTES; i++) {
      sum += (long) IN_BYTES.get(array, i * Long.BYTES);
    }
    return sum;
  }

  private static long readEight(byte[] array) {
    return (long) IN_BYTES.get(array, 0)
        + (long) IN_BYTES.get(array, 8)
        + (long) IN_BYTES.get(array, 16)
        + (long) IN_BYTES.get(array, 24)
        + (long) IN_BYTES.get(array, 32)
        + (long) IN_BYTES.get(array, 40)
        + (long) IN_BYTES.get(array, 48)
        + (long) IN_BYTES.get(array, 56);
  }
}
