package dev.rouse.codec;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.OptionalInt;

/**
 * Writes values into the payload of a record and reads them back. An implementation is stateless,
 * so that both ends may share it. Keep it in a {@code static final} field, so that the compiler can
 * inline it.
 *
 * <p>There are codecs for records of primitives ({@link #of}), text ({@link #utf8}), bytes ({@link
 * #ofBytes}) and the primitive types. All of them work in native and in heap memory and at every
 * offset; numbers are in the machine's byte order.
 *
 * {@snippet class="dev.rouse.samples.RecordCodecSample" region="program"}
 *
 * <p>To write your own codec, implement three methods, and a fourth if computing the exact size
 * takes time:
 *
 * {@snippet class="dev.rouse.samples.OwnCodecSample" region="program"}
 *
 * @param <T> the type of the values
 */
public interface RecordCodec<T> {
  /**
   * Returns the exact number of bytes that a value takes. A ring calls it only if {@link
   * #maxByteSize} is more than a record can have.
   *
   * @param value the value
   * @return the size in bytes, 0 or more
   * @throws NullPointerException if {@code value} is null
   * @throws IllegalArgumentException if the size is more than {@code Integer.MAX_VALUE}
   */
  int byteSize(T value);

  /**
   * Returns an upper bound of the bytes that a value takes, in a time that does not grow with the
   * value. A ring claims that many bytes, and returns those that {@link #encode} did not need. The
   * default is {@link #byteSize}: override it if that has to read the whole value.
   *
   * @param value the value
   * @return the upper bound in bytes, not less than {@link #byteSize}; {@code Integer.MAX_VALUE} if
   *     it is more
   * @throws NullPointerException if {@code value} is null
   */
  default int maxByteSize(T value) {
    return byteSize(value);
  }

  /**
   * Tells whether all values have the same size.
   *
   * @return the size of every value in bytes, or empty if sizes differ
   */
  default OptionalInt fixedByteSize() {
    return OptionalInt.empty();
  }

  /**
   * Writes a value, and nothing outside the bytes that the value takes.
   *
   * @param value the value
   * @param target where to write
   * @param offset where in {@code target} the value starts, in bytes; in a ring a multiple of 8
   * @return how many bytes were written, which is the {@link #byteSize} of the value
   * @throws NullPointerException if {@code value} is null
   * @throws IndexOutOfBoundsException if the value does not fit into {@code target}
   * @throws IllegalArgumentException if {@code target} is read-only
   * @throws IllegalStateException if the memory of {@code target} was released
   * @throws WrongThreadException if {@code target} is confined to another thread
   */
  int encode(T value, MemorySegment target, long offset);

  /**
   * Reads a value.
   *
   * @param source where to read
   * @param offset where in {@code source} the value starts, in bytes; in a ring a multiple of 8
   * @param length its length in bytes, as {@link #encode} returned it
   * @return the value, which does not refer to {@code source}
   * @throws IllegalArgumentException if a value cannot have that length
   * @throws IndexOutOfBoundsException if {@code source} does not have these bytes
   * @throws IllegalStateException if the memory of {@code source} was released
   * @throws WrongThreadException if {@code source} is confined to another thread
   */
  T decode(MemorySegment source, long offset, int length);

  /**
   * Derives a codec from the components of a record class, all of which must be primitive. They are
   * laid out in their order in the machine's byte order, each at a multiple of its size, as a C
   * compiler lays out a {@code struct} (without the padding after the last one); a {@code boolean}
   * takes a byte. The components are looked up here, once: encoding and decoding use no reflection.
   *
   * <p>A record class may have as many components as a constructor has parameters: 254, of which a
   * {@code long} and a {@code double} count as two. For more than 64 components {@code lookup} must
   * have {@linkplain MethodHandles.Lookup#hasFullPrivilegeAccess() full privilege access}.
   *
   * @param lookup has access to the class, its accessors and its constructor: for a class of the
   *     caller, {@link MethodHandles#lookup()}
   * @param type the record class
   * @param <R> the record class
   * @return the codec
   * @throws IllegalArgumentException if {@code type} has a component that is not primitive or has
   *     too many components, or if {@code lookup} has no access to them
   * @throws NullPointerException if an argument is null
   */
  static <R extends Record> RecordCodec<R> of(MethodHandles.Lookup lookup, Class<R> type) {
    return DerivedCodec.of(lookup, type);
  }

  /**
   * Returns the codec for text, which writes UTF-8 without a terminator: the length of the record
   * is the length of the text. An unpaired surrogate becomes {@code '?'}, as in {@link
   * String#getBytes(java.nio.charset.Charset)}; bytes that are not UTF-8 are read as U+FFFD.
   *
   * <p>The upper bound of the size is 3 bytes per {@code char}. Encoding and decoding allocate an
   * array of the encoded length.
   *
   * @return the codec
   */
  static RecordCodec<String> utf8() {
    return Utf8Codec.INSTANCE;
  }

  /**
   * Returns the codec for bytes, which copies them.
   *
   * @return the codec
   */
  static RecordCodec<byte[]> ofBytes() {
    return BytesCodec.INSTANCE;
  }

  /**
   * Returns the codec for a {@code long}: 8 bytes.
   *
   * @return the codec
   */
  static RecordCodec<Long> ofLong() {
    return PrimitiveCodec.LONG;
  }

  /**
   * Returns the codec for an {@code int}: 4 bytes.
   *
   * @return the codec
   */
  static RecordCodec<Integer> ofInt() {
    return PrimitiveCodec.INT;
  }

  /**
   * Returns the codec for a {@code short}: 2 bytes.
   *
   * @return the codec
   */
  static RecordCodec<Short> ofShort() {
    return PrimitiveCodec.SHORT;
  }

  /**
   * Returns the codec for a {@code byte}: 1 byte.
   *
   * @return the codec
   */
  static RecordCodec<Byte> ofByte() {
    return PrimitiveCodec.BYTE;
  }

  /**
   * Returns the codec for a {@code double}: 8 bytes.
   *
   * @return the codec
   */
  static RecordCodec<Double> ofDouble() {
    return PrimitiveCodec.DOUBLE;
  }

  /**
   * Returns the codec for a {@code float}: 4 bytes.
   *
   * @return the codec
   */
  static RecordCodec<Float> ofFloat() {
    return PrimitiveCodec.FLOAT;
  }

  /**
   * Returns the codec for a {@code char}: 2 bytes.
   *
   * @return the codec
   */
  static RecordCodec<Character> ofChar() {
    return PrimitiveCodec.CHAR;
  }

  /**
   * Returns the codec for a {@code boolean}: 1 byte, 0 or 1.
   *
   * @return the codec
   */
  static RecordCodec<Boolean> ofBoolean() {
    return PrimitiveCodec.BOOLEAN;
  }
}
