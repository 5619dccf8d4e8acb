package dev.rouse.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalInt;

/**
 * A codec for the values of one primitive type. Each type has its own class, so that a call through
 * a known codec is direct. The layouts are unaligned: a plain access is the same instruction on x86
 * and AArch64, and works in an array at every offset.
 */
abstract class PrimitiveCodec<T> implements RecordCodec<T> {
  static final RecordCodec<Long> LONG =
      new PrimitiveCodec<>(Long.class, Long.BYTES) {
        @Override
        void write(Long value, MemorySegment target, long offset) {
          target.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, value);
        }

        @Override
        Long read(MemorySegment source, long offset) {
          return source.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
        }
      };

  static final RecordCodec<Integer> INT =
      new PrimitiveCodec<>(Integer.class, Integer.BYTES) {
        @Override
        void write(Integer value, MemorySegment target, long offset) {
          target.set(ValueLayout.JAVA_INT_UNALIGNED, offset, value);
        }

        @Override
        Integer read(MemorySegment source, long offset) {
          return source.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
        }
      };

  static final RecordCodec<Short> SHORT =
      new PrimitiveCodec<>(Short.class, Short.BYTES) {
        @Override
        void write(Short value, MemorySegment target, long offset) {
          target.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset, value);
        }

        @Override
        Short read(MemorySegment source, long offset) {
          return source.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset);
        }
      };

  static final RecordCodec<Byte> BYTE =
      new PrimitiveCodec<>(Byte.class, Byte.BYTES) {
        @Override
        void write(Byte value, MemorySegment target, long offset) {
          target.set(ValueLayout.JAVA_BYTE, offset, value);
        }

        @Override
        Byte read(MemorySegment source, long offset) {
          return source.get(ValueLayout.JAVA_BYTE, offset);
        }
      };

  static final RecordCodec<Double> DOUBLE =
      new PrimitiveCodec<>(Double.class, Double.BYTES) {
        @Override
        void write(Double value, MemorySegment target, long offset) {
          target.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, offset, value);
        }

        @Override
        Double read(MemorySegment source, long offset) {
          return source.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, offset);
        }
      };

  static final RecordCodec<Float> FLOAT =
      new PrimitiveCodec<>(Float.class, Float.BYTES) {
        @Override
        void write(Float value, MemorySegment target, long offset) {
          target.set(ValueLayout.JAVA_FLOAT_UNALIGNED, offset, value);
        }

        @Override
        Float read(MemorySegment source, long offset) {
          return source.get(ValueLayout.JAVA_FLOAT_UNALIGNED, offset);
        }
      };

  static final RecordCodec<Character> CHAR =
      new PrimitiveCodec<>(Character.class, Character.BYTES) {
        @Override
        void write(Character value, MemorySegment target, long offset) {
          target.set(ValueLayout.JAVA_CHAR_UNALIGNED, offset, value);
        }

        @Override
        Character read(MemorySegment source, long offset) {
          return source.get(ValueLayout.JAVA_CHAR_UNALIGNED, offset);
        }
      };

  static final RecordCodec<Boolean> BOOLEAN =
      new PrimitiveCodec<>(Boolean.class, 1) {
        @Override
        void write(Boolean value, MemorySegment target, long offset) {
          target.set(ValueLayout.JAVA_BOOLEAN, offset, value);
        }

        @Override
        Boolean read(MemorySegment source, long offset) {
          return source.get(ValueLayout.JAVA_BOOLEAN, offset);
        }
      };

  private final Class<T> type;
  private final int byteSize;
  private final String expected;

  private PrimitiveCodec(Class<T> type, int byteSize) {
    this.type = type;
    this.byteSize = byteSize;
    this.expected = "a " + type.getSimpleName();
  }

  abstract void write(T value, MemorySegment target, long offset);

  abstract T read(MemorySegment source, long offset);

  @Override
  public final OptionalInt fixedByteSize() {
    return OptionalInt.of(byteSize);
  }

  @Override
  public final int byteSize(T value) {
    Checks.requireValue(value, expected);
    return byteSize;
  }

  @Override
  public final int encode(T value, MemorySegment target, long offset) {
    Checks.requireValue(value, expected);
    write(value, target, offset);
    return byteSize;
  }

  @Override
  public final T decode(MemorySegment source, long offset, int length) {
    Checks.requireLength(length, byteSize, type);
    return read(source, offset);
  }

  @Override
  public final String toString() {
    return "RecordCodec[type=" + type.getName() + ", byteSize=" + byteSize + "]";
  }
}
