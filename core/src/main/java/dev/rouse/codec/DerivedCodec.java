package dev.rouse.codec;

import dev.rouse.internal.codec.CodecSteps;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * A codec that is put together from method handles, one for each component of a record class, and
 * made into objects once, so that the compiler sees through them as through written code.
 */
final class DerivedCodec<R extends Record> implements RecordCodec<R> {
  private static final Map<Class<?>, ValueLayout> LAYOUTS =
      Map.of(
          boolean.class, ValueLayout.JAVA_BOOLEAN,
          byte.class, ValueLayout.JAVA_BYTE,
          char.class, ValueLayout.JAVA_CHAR,
          short.class, ValueLayout.JAVA_SHORT,
          int.class, ValueLayout.JAVA_INT,
          long.class, ValueLayout.JAVA_LONG,
          float.class, ValueLayout.JAVA_FLOAT,
          double.class, ValueLayout.JAVA_DOUBLE);

  private static final MethodHandle ADD;

  static {
    try {
      ADD =
          MethodHandles.lookup()
              .findStatic(
                  Long.class, "sum", MethodType.methodType(long.class, long.class, long.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Class<R> type;
  private final int byteSize;
  private final CodecSteps.Encoder encoder;
  private final CodecSteps.Decoder decoder;

  private DerivedCodec(
      Class<R> type, int byteSize, CodecSteps.Encoder encoder, CodecSteps.Decoder decoder) {
    this.type = type;
    this.byteSize = byteSize;
    this.encoder = encoder;
    this.decoder = decoder;
  }

  static <R extends Record> RecordCodec<R> of(MethodHandles.Lookup lookup, Class<R> type) {
    Objects.requireNonNull(lookup, "lookup");
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    MethodHandle encoder =
        MethodHandles.empty(
            MethodType.methodType(void.class, type, MemorySegment.class, long.class));
    MethodHandle decoder;
    long offset = 0;
    try {
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
      }
      decoder = lookup.findConstructor(type, MethodType.methodType(void.class, types));
      for (int i = 0; i < components.length; i++) {
        ValueLayout layout = LAYOUTS.get(types[i]);
        if (layout == null) {
          throw new IllegalArgumentException(
              "type: component %s of %s is a %s, expected a primitive type"
                  .formatted(components[i].getName(), type.getName(), types[i].getName()));
        }
        offset = (offset + layout.byteAlignment() - 1) & -layout.byteAlignment();
        MethodHandle accessor =
            lookup.findVirtual(type, components[i].getName(), MethodType.methodType(types[i]));
        encoder = MethodHandles.foldArguments(encoder, write(layout, offset, accessor));
        // Each read takes a segment and an offset of its own, behind those of the reads before it.
        decoder = MethodHandles.collectArguments(decoder, 2 * i, read(layout, offset));
        offset += layout.byteSize();
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "lookup: " + lookup + " may not see the components of " + type.getName(), e);
    }
    // All reads get the same segment and offset.
    int[] places = new int[2 * components.length];
    Arrays.setAll(places, i -> i % 2);
    decoder =
        MethodHandles.permuteArguments(
            decoder, MethodType.methodType(type, MemorySegment.class, long.class), places);
    return new DerivedCodec<>(
        type,
        Math.toIntExact(offset),
        MethodHandleProxies.asInterfaceInstance(CodecSteps.Encoder.class, encoder),
        MethodHandleProxies.asInterfaceInstance(CodecSteps.Decoder.class, decoder));
  }

  /** Returns (record, segment, base) -> void, which writes one component. */
  private static MethodHandle write(ValueLayout layout, long offset, MethodHandle accessor) {
    MethodHandle set = at(layout, VarHandle.AccessMode.SET, offset); // (segment, base, value)
    MethodHandle write = MethodHandles.filterArguments(set, 2, accessor); // (segment, base, record)
    return MethodHandles.permuteArguments(
        write,
        MethodType.methodType(
            void.class, accessor.type().parameterType(0), MemorySegment.class, long.class),
        1,
        2,
        0);
  }

  /** Returns (segment, base) -> value, which reads one component. */
  private static MethodHandle read(ValueLayout layout, long offset) {
    return at(layout, VarHandle.AccessMode.GET, offset);
  }

  private static MethodHandle at(ValueLayout layout, VarHandle.AccessMode mode, long offset) {
    return MethodHandles.filterArguments(
        layout.varHandle().toMethodHandle(mode), 1, MethodHandles.insertArguments(ADD, 0, offset));
  }

  @Override
  public int byteSize(R value) {
    return byteSize;
  }

  @Override
  public void encode(R value, MemorySegment target, long offset) {
    encoder.encode(value, target, offset);
  }

  @Override
  public R decode(MemorySegment source, long offset, int length) {
    if (length != byteSize) {
      throw new IllegalArgumentException(
          "length: %d, expected %d for a %s".formatted(length, byteSize, type.getName()));
    }
    return type.cast(decoder.decode(source, offset));
  }

  @Override
  public String toString() {
    return "RecordCodec[type=" + type.getName() + ", byteSize=" + byteSize + "]";
  }
}
