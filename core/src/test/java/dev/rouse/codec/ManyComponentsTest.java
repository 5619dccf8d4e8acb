package dev.rouse.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Derived codecs for record classes with up to as many components as there can be. */
class ManyComponentsTest {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  /** Together 40 bytes, without padding between one such group and the next. */
  private static final List<Class<?>> ALL_TYPES =
      List.of(
          boolean.class,
          byte.class,
          char.class,
          short.class,
          int.class,
          long.class,
          float.class,
          double.class);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "int, 4, 1",
    "int, 4, 64",
    "int, 4, 65",
    "int, 4, 84",
    "int, 4, 85",
    "int, 4, 127",
    "int, 4, 200",
    "int, 4, 253",
    "int, 4, 254",
    "long, 8, 1",
    "long, 8, 64",
    "long, 8, 65",
    "long, 8, 127",
    "double, 8, 64",
    "double, 8, 127",
    "float, 4, 254",
    "short, 2, 254",
    "char, 2, 254",
    "byte, 1, 254",
  })
  void comeBackAsTheyWere(String component, int size, int count) throws Exception {
    Class<?> type = Class.forPrimitiveName(component);
    assertThat(type).isNotNull();
    int length = size * count;
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + 1); // no component like its neighbours
    }
    comesBack(Collections.nCopies(count, type), bytes);
  }

  @ParameterizedTest
  @CsvSource({"1", "8", "9", "21"})
  void ofAllTypesComeBackAsTheyWere(int groups) throws Exception {
    List<Class<?>> types = new ArrayList<>();
    byte[] bytes = new byte[40 * groups];
    for (int i = 0; i < groups; i++) {
      types.addAll(ALL_TYPES);
      var group = MemorySegment.ofArray(bytes).asSlice(40L * i, 40);
      GROUPS.encode(new Group(true, (byte) -i, 'ß', (short) i, ~i, -i, i, 0.5 - i), group, 0);
    }
    comesBack(types, bytes);
  }

  private record Group(boolean flag, byte b, char c, short s, int i, long l, float f, double d) {}

  private static final RecordCodec<Group> GROUPS = RecordCodec.of(LOOKUP, Group.class);

  private static void comesBack(List<Class<?>> types, byte[] bytes) throws Exception {
    comesBack(RecordClasses.define(LOOKUP, types), bytes);
  }

  /** Reads the bytes as a value, looks at its components, and writes them at an odd offset. */
  private static <R extends Record> void comesBack(Class<R> type, byte[] bytes) throws Exception {
    RecordCodec<R> codec = RecordCodec.of(LOOKUP, type);
    MemorySegment source = MemorySegment.ofArray(bytes);
    R value = codec.decode(source, 0, bytes.length);
    assertThat(codec.byteSize(value)).isEqualTo(bytes.length);
    long offset = 0;
    for (var component : type.getRecordComponents()) {
      offset = checkedComponent(component.getAccessor().invoke(value), source, offset);
    }
    MemorySegment target = MemorySegment.ofArray(new byte[bytes.length + 3]);
    assertThat(codec.encode(value, target, 3)).isEqualTo(bytes.length);
    assertThat(target.asSlice(3).mismatch(source)).isEqualTo(-1);
  }

  /** Returns where the component ends. */
  private static long checkedComponent(Object component, MemorySegment source, long end) {
    var codec = PrimitiveCodecTest.codecOf(component);
    int size = codec.byteSize(component);
    long offset = (end + size - 1) / size * size;
    assertThat(codec.decode(source, offset, size)).isEqualTo(component);
    return offset + size;
  }

  @Test
  void ofAPrivateClassWithinTheCallerComeBackAsTheyWere() throws Exception {
    String components =
        IntStream.range(0, 100).mapToObj(i -> "int c" + i).collect(Collectors.joining(", "));
    String arguments =
        IntStream.range(0, 100).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    Class<?> host =
        Compiled.load(
            folder,
            "Host",
            """
            import dev.rouse.codec.RecordCodec;
            import java.lang.foreign.MemorySegment;
            import java.lang.invoke.MethodHandles;

            public class Host {
              private record Many(%s) {}

              public static String roundTrip() {
                var codec = RecordCodec.of(MethodHandles.lookup(), Many.class);
                var value = new Many(%s);
                var memory = MemorySegment.ofArray(new long[50]);
                int length = codec.encode(value, memory, 0);
                return length + " " + codec.decode(memory, 0, length).equals(value);
              }
            }
            """
                .formatted(components, arguments));
    assertThat(host.getMethod("roundTrip").invoke(null)).isEqualTo("400 true");
  }

  @Test
  void refusesMoreThanAConstructorCanTake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codecWithoutConstructor(255, int.class))
        .withMessageContaining("take 255 parameter slots, expected at most 254");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codecWithoutConstructor(128, long.class))
        .withMessageContaining("take 256 parameter slots, expected at most 254");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codecWithoutConstructor(65, int.class))
        .withMessageContaining("may not see the components of");
  }

  private static RecordCodec<?> codecWithoutConstructor(int count, Class<?> type) {
    return RecordCodec.of(
        LOOKUP, RecordClasses.defineWithoutConstructor(LOOKUP, Collections.nCopies(count, type)));
  }

  @Test
  void refusesALookupThatMayNotDefineAClass() {
    Class<? extends Record> large =
        RecordClasses.define(LOOKUP, Collections.nCopies(65, int.class));
    Class<? extends Record> small =
        RecordClasses.define(LOOKUP, Collections.nCopies(64, int.class));
    var weaker = LOOKUP.dropLookupMode(MethodHandles.Lookup.PRIVATE);
    assertThat(RecordCodec.of(weaker, small)).isNotNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordCodec.of(weaker, large))
        .withMessageContaining("65 components need a lookup with full privilege access");
  }
}
