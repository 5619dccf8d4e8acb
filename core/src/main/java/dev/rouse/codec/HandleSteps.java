package dev.rouse.codec;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Builds a method handle for each direction from one for each component. The caller's lookup needs
 * access to the accessors and the constructor only. This is for few components: each read takes
 * three of 255 parameter slots until the reads are joined, and the compiler inlines chains only to
 * a limited depth.
 */
final class HandleSteps {
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

  private HandleSteps() {}

  /** Returns (record, segment, base) -> void. */
  static MethodHandle encoder(MethodHandles.Lookup lookup, RecordShape<?> shape)
      throws ReflectiveOperationException {
    MethodHandle encoder =
        MethodHandles.empty(
            MethodType.methodType(void.class, shape.type(), MemorySegment.class, long.class));
    for (RecordShape.Field field : shape.fields()) {
      MethodHandle accessor =
          lookup.findVirtual(shape.type(), field.name(), MethodType.methodType(field.type()));
      encoder = MethodHandles.foldArguments(encoder, write(field, accessor));
    }
    return encoder;
  }

  /** Returns (segment, base) -> record. */
  static MethodHandle decoder(MethodHandles.Lookup lookup, RecordShape<?> shape)
      throws ReflectiveOperationException {
    MethodHandle decoder = lookup.findConstructor(shape.type(), shape.constructorType());
    int places = 0;
    for (RecordShape.Field field : shape.fields()) {
      // Each read takes a segment and an offset of its own, after those of the reads before it.
      decoder =
          MethodHandles.collectArguments(decoder, places, at(field, VarHandle.AccessMode.GET));
      places += 2;
    }
    // All reads get the same segment and offset.
    int[] order = new int[places];
    Arrays.setAll(order, i -> i % 2);
    return MethodHandles.permuteArguments(
        decoder, MethodType.methodType(shape.type(), MemorySegment.class, long.class), order);
  }

  /** Returns (record, segment, base) -> void, which writes one component. */
  private static MethodHandle write(RecordShape.Field field, MethodHandle accessor) {
    MethodHandle set = at(field, VarHandle.AccessMode.SET); // (segment, base, value)
    MethodHandle write = MethodHandles.filterArguments(set, 2, accessor); // (segment, base, record)
    return MethodHandles.permuteArguments(
        write,
        MethodType.methodType(
            void.class, accessor.type().parameterType(0), MemorySegment.class, long.class),
        1,
        2,
        0);
  }

  private static MethodHandle at(RecordShape.Field field, VarHandle.AccessMode mode) {
    return MethodHandles.filterArguments(
        field.layout().varHandle().toMethodHandle(mode),
        1,
        MethodHandles.insertArguments(ADD, 0, field.offset()));
  }
}
