package dev.rouse.codec;

import dev.rouse.internal.codec.CodecSteps;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.util.OptionalInt;

/**
 * A codec that is derived from the components of a record class.
 *
 * <p>This class is a record because the compiler trusts the fields of records: it inlines the steps
 * of a codec in a {@code static final} field like handwritten code.
 *
 * @param type the record class
 * @param byteSize the size of each value, in bytes
 * @param encoder writes a value
 * @param decoder reads a value
 */
record DerivedCodec<R extends Record>(
    Class<R> type, int byteSize, CodecSteps.Encoder encoder, CodecSteps.Decoder decoder)
    implements RecordCodec<R> {
  /** Up to this number of components, method handles are as fast as a class. */
  private static final int MAX_HANDLES = 64;

  static <R extends Record> RecordCodec<R> of(MethodHandles.Lookup lookup, Class<R> type) {
    if (lookup == null) {
      throw new NullPointerException("lookup: null, expected one that may see the record class");
    }
    if (type == null) {
      throw new NullPointerException("type: null, expected a record class");
    }
    RecordShape<R> shape = RecordShape.of(type);
    MethodHandle encoder;
    MethodHandle decoder;
    try {
      if (shape.fields().size() <= MAX_HANDLES) {
        encoder = HandleSteps.encoder(lookup, shape);
        decoder = HandleSteps.decoder(lookup, shape);
      } else {
        MethodHandles.Lookup steps = ClassSteps.define(lookup, shape);
        encoder = ClassSteps.encoder(steps, shape);
        decoder = ClassSteps.decoder(steps, shape);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "lookup: %s may not see the components of %s: %s"
              .formatted(lookup, type.getName(), e.getMessage()),
          e);
    }
    return new DerivedCodec<>(
        type,
        shape.byteSize(),
        MethodHandleProxies.asInterfaceInstance(CodecSteps.Encoder.class, encoder),
        MethodHandleProxies.asInterfaceInstance(CodecSteps.Decoder.class, decoder));
  }

  @Override
  public OptionalInt fixedByteSize() {
    return OptionalInt.of(byteSize);
  }

  @Override
  public int byteSize(R value) {
    requireValue(value);
    return byteSize;
  }

  @Override
  public int encode(R value, MemorySegment target, long offset) {
    requireValue(value);
    encoder.encode(value, target, offset);
    return byteSize;
  }

  @Override
  public R decode(MemorySegment source, long offset, int length) {
    Checks.requireLength(length, byteSize, type);
    return type.cast(decoder.decode(source, offset));
  }

  private void requireValue(R value) {
    if (value == null) {
      Checks.requireValue(value, "a " + type.getName());
    }
  }

  @Override
  public String toString() {
    return "RecordCodec[type=" + type.getName() + ", byteSize=" + byteSize + "]";
  }
}
