package dev.rouse.codec;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;

/**
 * Writes values into the payload of a record and reads them back. An implementation is stateless,
 * so that both ends may share it.
 *
 * {@snippet class="dev.rouse.samples.RecordCodecSample" region="program"}
 *
 * @param <T> the type of the values
 */
public interface RecordCodec<T> {
  /**
   * Returns the bytes that a value takes.
   *
   * @param value the value
   * @return the length in bytes, 0 or more
   */
  int byteSize(T value);

  /**
   * Writes a value.
   *
   * @param value the value
   * @param target where to write
   * @param offset where in {@code target} the value starts, in bytes, a multiple of 8; {@link
   *     #byteSize} bytes may be written
   */
  void encode(T value, MemorySegment target, long offset);

  /**
   * Reads a value.
   *
   * @param source where to read
   * @param offset where in {@code source} the value starts, in bytes, a multiple of 8
   * @param length its length in bytes
   * @return the value
   * @throws IllegalArgumentException if a value cannot have that length
   */
  T decode(MemorySegment source, long offset, int length);

  /**
   * Derives a codec from the components of a record class, all of which must be primitive. They are
   * laid out in their order in the machine's byte order, each at a multiple of its size, as a C
   * compiler lays out a {@code struct}; a {@code boolean} takes a byte. The components are looked
   * up here, once: encoding and decoding use no reflection.
   *
   * @param lookup what may see the class, its accessors and its constructor: for a class of the
   *     caller's own, {@link MethodHandles#lookup()}
   * @param type the record class
   * @param <R> the record class
   * @return the codec
   * @throws IllegalArgumentException if {@code type} has a component that is not primitive, or if
   *     {@code lookup} may not see it
   */
  static <R extends Record> RecordCodec<R> of(MethodHandles.Lookup lookup, Class<R> type) {
    return DerivedCodec.of(lookup, type);
  }
}
