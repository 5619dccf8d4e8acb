package dev.rouse.codec;

import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_Float;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
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
import java.util.function.Consumer;

/**
 * Generates a class with a method for each direction, for record classes with more components than
 * method handles handle well. It is a hidden class in the nest of the caller's lookup, since only a
 * class can call a constructor with 254 parameters: a method handle takes at most 253.
 *
 * <p>Several methods share the components. One method with all of them is too large: JDK 25 crashed
 * with some of more than a hundred, unless the method was kept from being compiled, and a method
 * that also calls a constructor with more than about eighty parameters ran as slowly as if it were
 * interpreted. So the values are first read into an array, by methods of a size that compiles well,
 * and the method with the call does little else.
 */
final class ClassSteps {
  private static final String ENCODE = "encode";
  private static final String DECODE = "decode";

  private static final ClassDesc SEGMENT = desc(MemorySegment.class);
  private static final ClassDesc LAYOUT = desc(ValueLayout.class);

  /** (segment, base, values) -> void. */
  private static final MethodTypeDesc CHUNK_DECODE =
      MethodTypeDesc.of(CD_void, SEGMENT, CD_long, CD_long.arrayType());

  private static final MethodTypeDesc DOUBLE_TO_LONG = MethodTypeDesc.of(CD_long, CD_double);
  private static final MethodTypeDesc LONG_TO_DOUBLE = MethodTypeDesc.of(CD_double, CD_long);
  private static final MethodTypeDesc FLOAT_TO_INT = MethodTypeDesc.of(CD_int, CD_float);
  private static final MethodTypeDesc INT_TO_FLOAT = MethodTypeDesc.of(CD_float, CD_int);

  /** Components that a method reads or writes: enough that the compiler does not inline it. */
  private static final int CHUNK = 32;

  private final RecordShape<?> shape;
  private final ClassDesc record;
  private final ClassDesc self;
  private final MethodTypeDesc encodeType;

  private ClassSteps(Class<?> host, RecordShape<?> shape) {
    this.shape = shape;
    this.record = desc(shape.type());
    this.self = ClassDesc.of(host.getPackageName(), "RouseRecordSteps");
    this.encodeType = MethodTypeDesc.of(CD_void, record, SEGMENT, CD_long);
  }

  /** Writes the class and returns a lookup in it. */
  static MethodHandles.Lookup define(MethodHandles.Lookup lookup, RecordShape<?> shape)
      throws ReflectiveOperationException {
    requireVisible(lookup, shape);
    byte[] bytes = new ClassSteps(lookup.lookupClass(), shape).write();
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

  /** Detects what would otherwise be a linkage error at the first value. */
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

  private byte[] write() {
    return ClassFile.of()
        .build(
            self,
            builder -> {
              builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC);
              int count = shape.fields().size();
              for (int first = 0; first < count; first += CHUNK) {
                int from = first;
                int to = Math.min(from + CHUNK, count);
                add(builder, ENCODE + from, encodeType, code -> encodeChunk(code, from, to));
                add(builder, DECODE + from, CHUNK_DECODE, code -> decodeChunk(code, from, to));
              }
              add(builder, ENCODE, encodeType, this::encode);
              add(builder, DECODE, MethodTypeDesc.of(record, SEGMENT, CD_long), this::decode);
            });
  }

  private static void add(
      ClassBuilder builder, String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {
    builder.withMethodBody(name, type, ClassFile.ACC_STATIC, body);
  }

  private void encode(CodeBuilder code) {
    for (int from = 0; from < shape.fields().size(); from += CHUNK) {
      code.aload(0).aload(1).lload(2).invokestatic(self, ENCODE + from, encodeType);
    }
    code.return_();
  }

  /** Writes {@code segment.set(layout, base + offset, record.component())} for each component. */
  private void encodeChunk(CodeBuilder code, int from, int to) {
    for (RecordShape.Field field : shape.fields().subList(from, to)) {
      ClassDesc type = desc(field.type());
      place(code, 1, 2, field)
          .aload(0)
          .invokevirtual(record, field.name(), MethodTypeDesc.of(type))
          .invokeinterface(
              SEGMENT, "set", MethodTypeDesc.of(CD_void, layoutType(field), CD_long, type));
    }
    code.return_();
  }

  /** Writes {@code return new Type((int) values[0], ...)}. */
  private void decode(CodeBuilder code) {
    int count = shape.fields().size();
    code.loadConstant(count).newarray(TypeKind.LONG).astore(3);
    for (int from = 0; from < count; from += CHUNK) {
      code.aload(0).lload(1).aload(3).invokestatic(self, DECODE + from, CHUNK_DECODE);
    }
    code.new_(record).dup();
    for (int i = 0; i < count; i++) {
      code.aload(3).loadConstant(i).laload();
      fromLong(code, TypeKind.from(shape.fields().get(i).type()));
    }
    code.invokespecial(
            record,
            ConstantDescs.INIT_NAME,
            MethodTypeDesc.ofDescriptor(shape.constructorType().descriptorString()))
        .areturn();
  }

  /** Writes {@code values[i] = (long) segment.get(layout, base + offset)} for each component. */
  private void decodeChunk(CodeBuilder code, int from, int to) {
    for (int i = from; i < to; i++) {
      RecordShape.Field field = shape.fields().get(i);
      code.aload(3).loadConstant(i);
      place(code, 0, 1, field)
          .invokeinterface(
              SEGMENT, "get", MethodTypeDesc.of(desc(field.type()), layoutType(field), CD_long));
      toLong(code, TypeKind.from(field.type()));
      code.lastore();
    }
    code.return_();
  }

  private static void toLong(CodeBuilder code, TypeKind kind) {
    switch (kind) {
      case LONG -> {}
      case DOUBLE -> code.invokestatic(CD_Double, "doubleToRawLongBits", DOUBLE_TO_LONG);
      case FLOAT -> code.invokestatic(CD_Float, "floatToRawIntBits", FLOAT_TO_INT).i2l();
      default -> code.i2l();
    }
  }

  private static void fromLong(CodeBuilder code, TypeKind kind) {
    switch (kind) {
      case LONG -> {}
      case DOUBLE -> code.invokestatic(CD_Double, "longBitsToDouble", LONG_TO_DOUBLE);
      case FLOAT -> code.l2i().invokestatic(CD_Float, "intBitsToFloat", INT_TO_FLOAT);
      default -> code.l2i();
    }
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
