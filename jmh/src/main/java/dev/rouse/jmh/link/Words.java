package dev.rouse.jmh.link;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Writes the words of a message and adds them up, in each kind of memory by its own accessors. */
final class Words {
  private static final VarHandle IN_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private Words() {}

  /** Returns the sum of the words of a message. */
  static long sum(long value, int words) {
    return words * value + (long) words * (words - 1) / 2;
  }

  static void write(MemorySegment segment, long offset, int words, long value) {
    for (int i = 0; i < words; i++) {
      segment.set(ValueLayout.JAVA_LONG, offset + (long) i * Long.BYTES, value + i);
    }
  }

  static long read(MemorySegment segment, long offset, int words) {
    long sum = 0;
    for (int i = 0; i < words; i++) {
      sum += segment.get(ValueLayout.JAVA_LONG, offset + (long) i * Long.BYTES);
    }
    return sum;
  }

  static void write(MutableDirectBuffer buffer, int offset, int words, long value) {
    for (int i = 0; i < words; i++) {
      buffer.putLong(offset + i * Long.BYTES, value + i);
    }
  }

  static long read(DirectBuffer buffer, int offset, int words) {
    long sum = 0;
    for (int i = 0; i < words; i++) {
      sum += buffer.getLong(offset + i * Long.BYTES);
    }
    return sum;
  }

  static void write(long[] array, long value) {
    for (int i = 0; i < array.length; i++) {
      array[i] = value + i;
    }
  }

  static long read(long[] array) {
    long sum = 0;
    for (long word : array) {
      sum += word;
    }
    return sum;
  }

  static void write(byte[] array, long value) {
    for (int i = 0; i < array.length / Long.BYTES; i++) {
      IN_BYTES.set(array, i * Long.BYTES, value + i);
    }
  }

  static long read(byte[] array) {
    long sum = 0;
    for (int i = 0; i < array.length / Long.BYTES; i++) {
      sum += (long) IN_BYTES.get(array, i * Long.BYTES);
    }
    return sum;
  }
}
