package dev.rouse.codec;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;

/**
 * Writes values into the payload of a record and reads them back. An implementation is stateless,
 * so that both ends may share it. Keep it in a {@code static final} field: the compiler then sees
 * through it.
 *
 * <p>There are codecs for records of primitives ({@link #of}), text ({@link #utf8}), bytes ({@link
 * #ofBytes}) and the primitive types. All of them work in native and in heap memory and at every
 * offset; numbers are in the machine's byte order.
 *
 * {@snippet :
 * import dev.rouse.codec.RecordCodec;
 * import dev.rouse.ring.SpscRing;
 * import java.lang.invoke.MethodHandles;
 *
 * record Quote(long instrument, double price, int quantity) {}
 *
 * static final RecordCodec<Quote> QUOTES = RecordCodec.of(MethodHandles.lookup(), Quote.class);
 *
 * void main() {
 *   SpscRing ring = SpscRing.allocate(1024);
 *   ring.producer().offer(1, new Quote(7, 101.5, 3), QUOTES);
 *   ring.consumer().drain(
 *       (type, segment, offset, length) ->
 *           System.out.println(QUOTES.decode(segment, offset, length)),
 *       10);
 * }
 * }
 *
 * <p>A codec of your own has three methods, and a fourth where the exact size takes time to find:
 *
 * {@snippet :
 * import dev.rouse.codec.RecordCodec;
 * import dev.rouse.ring.SpscRing;
 * import java.lang.foreign.MemorySegment;
 * import java.lang.foreign.ValueLayout;
 *
 * record Note(int author, String text) {}
 *
 * static final class NoteCodec implements RecordCodec<Note> {
 *   private static final RecordCodec<String> TEXT = RecordCodec.utf8();
 *
 *   @Override
 *   public int byteSize(Note note) {
 *     return 4 + TEXT.byteSize(note.text());
 *   }
 *
 *   @Override
 *   public int maxByteSize(Note note) {
 *     return 4 + TEXT.maxByteSize(note.text());
 *   }
 *
 *   @Override
 *   public int encode(Note note, MemorySegment target, long offset) {
 *     target.set(ValueLayout.JAVA_INT_UNALIGNED, offset, note.author());
 *     return 4 + TEXT.encode(note.text(), target, offset + 4);
 *   }
 *
 *   @Override
 *   public Note decode(MemorySegment source, long offset, int length) {
 *     int author = source.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
 *     return new Note(author, TEXT.decode(source, offset + 4, length - 4));
 *   }
 * }
 *
 * static final NoteCodec NOTES = new NoteCodec();
 *
 * void main() {
 *   SpscRing ring = SpscRing.allocate(1024);
 *   ring.producer().offer(1, new Note(7, "Grüße"), NOTES);
 *   ring.consumer().drain(
 *       (type, segment, offset, length) ->
 *           System.out.println(NOTES.decode(segment, offset, length)),
 *       10);
 * }
 * }
 *
 * @param <T> the type of the values
 */
public interface RecordCodec<T> {
  /**
   * Returns the exact number of bytes that a value takes. A ring asks for it only where {@link
   * #maxByteSize} is more than a record can have.
   *
   * @param value the value
   * @return the size in bytes, 0 or more
   * @throws NullPointerException if {@code value} is null
   * @throws IllegalArgumentException if the size is more than {@code Integer.MAX_VALUE}
   */
  int byteSize(T value);

  /**
   * Returns the number of bytes that a value takes at most, in a time that does not grow with the
   * value. A ring claims so many, and gives back those that {@link #encode} did not need. By
   * default {@link #byteSize}: override it if that has to look at the whole value.
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
   * @param lookup what may see the class, its accessors and its constructor: for a class of the
   *     caller's own, {@link MethodHandles#lookup()}
   * @param type the record class
   * @param <R> the record class
   * @return the codec
   * @throws IllegalArgumentException if {@code type} has a component that is not primitive or has
   *     too many components, or if {@code lookup} may not see them
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
   * <p>The upper bound of the size is 3 bytes a {@code char}. Encoding and decoding allocate an
   * array of the length of the text.
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
