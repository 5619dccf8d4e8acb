package dev.rouse.codec;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where the components of a record class lie in memory.
 *
 * @param type the record class
 * @param fields its components, in their order
 * @param byteSize the size of a value, in bytes
 */
record RecordShape<R extends Record>(Class<R> type, List<Field> fields, int byteSize) {
  /** The largest number of slots for a constructor's parameters: 255 less one for the object. */
  private static final int MAX_SLOTS = 254;

  /**
   * Unaligned, so that values can be in arrays and at every offset. A plain access is the same
   * instruction on x86 and AArch64.
   */
  private static final Map<Class<?>, ValueLayout> LAYOUTS =
      Map.of(
          boolean.class, ValueLayout.JAVA_BOOLEAN,
          byte.class, ValueLayout.JAVA_BYTE,
          char.class, ValueLayout.JAVA_CHAR_UNALIGNED,
          short.class, ValueLayout.JAVA_SHORT_UNALIGNED,
          int.class, ValueLayout.JAVA_INT_UNALIGNED,
          long.class, ValueLayout.JAVA_LONG_UNALIGNED,
          float.class, ValueLayout.JAVA_FLOAT_UNALIGNED,
          double.class, ValueLayout.JAVA_DOUBLE_UNALIGNED);

  /**
   * A component.
   *
   * @param name its name, which is that of its accessor
   * @param type its type, a primitive one
   * @param layout how it is read and written
   * @param offset where it lies in the value, in bytes
   */
  record Field(String name, Class<?> type, ValueLayout layout, long offset) {}

  static <R extends Record> RecordShape<R> of(Class<R> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null) {
      throw new IllegalArgumentException("type: " + type.getName() + ", expected a record class");
    }
    List<Field> fields = new ArrayList<>(components.length);
    long end = 0;
    int slots = 0;
    for (RecordComponent component : components) {
      Class<?> part = component.getType();
      ValueLayout layout = LAYOUTS.get(part);
      if (layout == null) {
        throw new IllegalArgumentException(
            "type: component %s of %s is a %s, expected a primitive type"
                .formatted(component.getName(), type.getName(), part.getName()));
      }
      long offset = (end + layout.byteSize() - 1) & -layout.byteSize();
      fields.add(new Field(component.getName(), part, layout, offset));
      end = offset + layout.byteSize();
      slots += part == long.class || part == double.class ? 2 : 1;
    }
    if (slots > MAX_SLOTS) {
      throw new IllegalArgumentException(
          "type: the components of %s take %d parameter slots, expected at most %d (two for a long or a double, one for any other)"
              .formatted(type.getName(), slots, MAX_SLOTS));
    }
    return new RecordShape<>(type, List.copyOf(fields), (int) end);
  }

  /** Returns the type of the canonical constructor. */
  MethodType constructorType() {
    return MethodType.methodType(void.class, fields.stream().<Class<?>>map(Field::type).toList());
  }
}
