package dev.rouse.codec;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.Locale;

/**
 * Writes a class with a method for each direction, as one would by hand, for record classes with
 * more components than method handles are good for. It is a hidden class in the nest of the
 * caller's lookup, since only a class can call a constructor with 254 parameters: a method handle
 * takes at most 253.
 */
final class ClassSteps {
  private static final String ENCODE = "encode";
  private static final String DECODE = "decode";

  private static final ClassDesc SEGMENT = desc(MemorySegment.class);
  private static final ClassDesc LAYOUT = desc(ValueLayout.class);

  private final RecordShape<?> shape;
  private final ClassDesc record;

  private ClassSteps(RecordShape<?> shape) {
    this.shape = shape;
    this.record = desc(shape.type());
  }

  /** Writes the class and returns a lookup in it. */
  static MethodHandles.Lookup define(MethodHandles.Lookup lookup, RecordShape<?> shape)
      throws ReflectiveOperationException {
    requireVisible(lookup, shape);
    byte[] bytes = new ClassSteps(shape).write(lookup.lookupClass());
    return lookup.defineHiddenClass(bytes, true, MethodHandles.Lookup.ClassOption.NESTMATE);
  }

  /** Returns (record, segment, base) -> void. */
  static MethodHandle encoder(MethodHandles.Lookup steps, RecordShape<?> shape)
      throws ReflectiveOperationException {
    return steps.findStatic(
        steps.lookupClass(),
        ENCODE,
        MethodType.methodType(void.class, shape.type(), MemorySegment.class, long.class));
  }

  /** Returns (segment, base) -> record. */
  static MethodHandle decoder(MethodHandles.Lookup steps, RecordShape<?> shape)
      throws ReflectiveOperationException {
    return steps.findStatic(
        steps.lookupClass(),
        DECODE,
        MethodType.methodType(shape.type(), MemorySegment.class, long.class));
  }

  /** Finds out here what would otherwise be a linkage error at the first value. */
  private static void requireVisible(MethodHandles.Lookup lookup, RecordShape<?> shape)
      throws ReflectiveOperationException {
    Class<?> type = shape.type();
    if (!lookup.hasFullPrivilegeAccess()) {
      throw new IllegalAccessException(
          "%d components need a lookup with full privilege access, as MethodHandles.lookup() returns"
              .formatted(shape.fields().size()));
    }
    if (type.isHidden() || lookup.findClass(type.getName()) != type) {
      throw new IllegalAccessException("the class cannot be found by its name");
    }
    for (RecordShape.Field field : shape.fields()) {
      lookup.findVirtual(type, field.name(), MethodType.methodType(field.type()));
    }
    int modifiers =
        type.getDeclaredConstructor(shape.constructorType().parameterArray()).getModifiers();
    // The canonical constructor is at least as accessible as the class, by the rules of the
    // language; but a private class is one of its package to the virtual machine.
    if (Modifier.isPrivate(modifiers) && !type.isNestmateOf(lookup.lookupClass())) {
      throw new IllegalAccessException("the constructor is private");
    }
  }

  private byte[] write(Class<?> host) {
    int access = ClassFile.ACC_STATIC;
    return ClassFile.of()
        .build(
            ClassDesc.of(host.getPackageName(), "RouseRecordSteps"),
            builder ->
                builder
                    .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                    .withMethodBody(
                        ENCODE,
                        MethodTypeDesc.of(
                            ConstantDescs.CD_void, record, SEGMENT, ConstantDescs.CD_long),
                        access,
                        this::encode)
                    .withMethodBody(
                        DECODE,
                        MethodTypeDesc.of(record, SEGMENT, ConstantDescs.CD_long),
                        access,
                        this::decode));
  }

  /** Writes {@code segment.set(layout, base + offset, record.component())} for each component. */
  private void encode(CodeBuilder code) {
    for (RecordShape.Field field : shape.fields()) {
      ClassDesc type = desc(field.type());
      place(code, 1, 2, field)
          .aload(0)
          .invokevirtual(record, field.name(), MethodTypeDesc.of(type))
          .invokeinterface(
              SEGMENT,
              "set",
              MethodTypeDesc.of(
                  ConstantDescs.CD_void, layoutType(field), ConstantDescs.CD_long, type));
    }
    code.return_();
  }

  /** Writes {@code return new Type(segment.get(layout, base + offset), ...)}. */
  private void decode(CodeBuilder code) {
    code.new_(record).dup();
    for (RecordShape.Field field : shape.fields()) {
      place(code, 0, 1, field)
          .invokeinterface(
              SEGMENT,
              "get",
              MethodTypeDesc.of(desc(field.type()), layoutType(field), ConstantDescs.CD_long));
    }
    MethodType type = shape.constructorType();
    code.invokespecial(
            record, ConstantDescs.INIT_NAME, MethodTypeDesc.ofDescriptor(type.descriptorString()))
        .areturn();
  }

  /** Pushes the segment, the layout and the offset of a component. */
  private static CodeBuilder place(
      CodeBuilder code, int segment, int base, RecordShape.Field field) {
    return code.aload(segment)
        .getstatic(LAYOUT, layoutName(field), layoutType(field))
        .lload(base)
        .loadConstant(field.offset())
        .ladd();
  }

  /** Returns, for instance, {@code ValueLayout.OfInt}. */
  private static ClassDesc layoutType(RecordShape.Field field) {
    String name = field.type().getName();
    return LAYOUT.nested("Of" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
  }

  /** Returns, for instance, {@code JAVA_INT_UNALIGNED}. */
  private static String layoutName(RecordShape.Field field) {
    String name = "JAVA_" + field.type().getName().toUpperCase(Locale.ROOT);
    return field.layout().byteSize() == 1 ? name : name + "_UNALIGNED";
  }

  private static ClassDesc desc(Class<?> type) {
    return ClassDesc.ofDescriptor(type.descriptorString());
  }
}
