package dev.rouse.codec;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.RecordAttribute;
import java.lang.classfile.attribute.RecordComponentInfo;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Public record classes with many components, named {@code c0}, {@code c1} and so on: what the
 * compiler makes of a record, less {@code equals} and the like.
 */
final class RecordClasses {
  private static final ClassDesc SUPERCLASS = ClassDesc.of("java.lang.Record");
  private static final AtomicInteger COUNT = new AtomicInteger();

  private RecordClasses() {}

  /** Defines a record class in the package of the lookup. */
  static Class<? extends Record> define(MethodHandles.Lookup lookup, List<Class<?>> components) {
    return define(lookup, components, true);
  }

  /** Without a constructor there may be more components than one could take. */
  static Class<? extends Record> defineWithoutConstructor(
      MethodHandles.Lookup lookup, List<Class<?>> components) {
    return define(lookup, components, false);
  }

  private static Class<? extends Record> define(
      MethodHandles.Lookup lookup, List<Class<?>> components, boolean withConstructor) {
    ClassDesc record =
        ClassDesc.of(lookup.lookupClass().getPackageName(), "Generated" + COUNT.incrementAndGet());
    List<ClassDesc> types =
        components.stream().map(type -> ClassDesc.ofDescriptor(type.descriptorString())).toList();
    byte[] bytes =
        ClassFile.of()
            .build(
                record,
                builder -> {
                  addComponents(builder, record, types);
                  if (withConstructor) {
                    addConstructor(builder, record, types);
                  }
                });
    try {
      return lookup.defineClass(bytes).asSubclass(Record.class);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static void addComponents(ClassBuilder builder, ClassDesc record, List<ClassDesc> types) {
    builder.withSuperclass(SUPERCLASS).withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL);
    List<RecordComponentInfo> infos = new ArrayList<>();
    for (ClassDesc type : types) {
      String name = "c" + infos.size();
      infos.add(RecordComponentInfo.of(name, type));
      builder.withField(name, type, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
      builder.withMethodBody(
          name,
          MethodTypeDesc.of(type),
          ClassFile.ACC_PUBLIC,
          code -> code.aload(0).getfield(record, name, type).return_(TypeKind.from(type)));
    }
    builder.with(RecordAttribute.of(infos));
  }

  private static void addConstructor(
      ClassBuilder builder, ClassDesc record, List<ClassDesc> types) {
    builder.withMethodBody(
        ConstantDescs.INIT_NAME,
        MethodTypeDesc.of(ConstantDescs.CD_void, types),
        ClassFile.ACC_PUBLIC,
        code -> {
          code.aload(0).invokespecial(SUPERCLASS, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
          for (int i = 0; i < types.size(); i++) {
            ClassDesc type = types.get(i);
            code.aload(0)
                .loadLocal(TypeKind.from(type), code.parameterSlot(i))
                .putfield(record, "c" + i, type);
          }
          code.return_();
        });
  }
}
