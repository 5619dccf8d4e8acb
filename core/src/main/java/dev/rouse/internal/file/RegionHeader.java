package dev.rouse.internal.file;

import dev.rouse.file.Part;
import dev.rouse.file.PartKind;
import dev.rouse.file.RegionFormatException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The layout of a region file. All numbers are in the byte order of the machine.
 *
 * <pre>
 *  offset
 *       0  magic        8 bytes, the ASCII letters RouseReg
 *       8  byte order   int, 0x01020304
 *      12  version      int, 1
 *      16  byte size    long, of the whole file
 *      24  created      long, milliseconds since 1970
 *      32  creator      long, the id of the process that created the file
 *      40  parts        int, how many there are, 1 to {@value #MAX_PARTS}
 *      44  no wakes     int, 1 once a process has the file open that cannot wake others
 *      48  state        int, {@value #READY} once the file is complete; written last
 *     128  directory    128 bytes for each part
 *          roles        128 bytes for each part, two of {@link RoleSlot}
 *          parts        each at a multiple of 128, in the order of the directory
 *
 *  an entry of the directory
 *       0  kind         int, a number of {@link PartKind}
 *       4  label bytes  int, 1 to 96
 *       8  offset       long, of the part from the start of the file
 *      16  byte size    long, of the part
 *      24  capacity     long, as its kind counts it
 *      32  label        UTF-8
 * </pre>
 *
 * Everything but the words "no wakes" and the roles is written once, before the file has its name.
 * A process reads it once, when it opens the file, checks it and uses its own copy from then on: so
 * nothing that another process writes there later can lead it out of bounds.
 */
final class RegionHeader {
  static final int VERSION = 1;
  static final int READY = 0x52454144; // "READ"
  static final int MAX_PARTS = 1024;
  static final long NO_WAKES = 44;

  private static final byte[] MAGIC = "RouseReg".getBytes(StandardCharsets.US_ASCII);
  private static final int BYTE_ORDER_MARK = 0x01020304;

  private static final long BYTE_ORDER = 8;
  private static final long FORMAT_VERSION = 12;
  private static final long BYTE_SIZE = 16;
  private static final long CREATED = 24;
  private static final long CREATOR = 32;
  private static final long PARTS = 40;
  private static final long STATE = 48;

  /** The size of what precedes the directory, and of an entry. */
  private static final long BLOCK = 128;

  /** What every part's offset is a multiple of: two cache lines. */
  private static final long ALIGNMENT = 128;

  private static final long KIND = 0;
  private static final long LABEL_BYTES = 4;
  private static final long PART_OFFSET = 8;
  private static final long PART_BYTES = 16;
  private static final long PART_CAPACITY = 24;
  private static final long LABEL = 32;

  private RegionHeader() {}

  /** Returns where the first of the two roles of a part has its words. */
  static long roles(int parts, int index) {
    return BLOCK + (parts + (long) index) * BLOCK;
  }

  private static long entry(int index) {
    return BLOCK + index * BLOCK;
  }

  private static long firstPart(int parts) {
    return BLOCK + 2L * parts * BLOCK;
  }

  private static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /**
   * Gives every part its place.
   *
   * @throws IllegalArgumentException if there is no part, or too many, or two have the same label
   */
  static List<Placed> place(List<Part> parts) {
    if (parts.isEmpty() || parts.size() > MAX_PARTS) {
      throw new IllegalArgumentException(
          "parts: %d, expected 1 to %d".formatted(parts.size(), MAX_PARTS));
    }
    Set<String> labels = new HashSet<>();
    List<Placed> placed = new ArrayList<>();
    long offset = firstPart(parts.size());
    for (Part part : parts) {
      if (!labels.add(part.label())) {
        throw new IllegalArgumentException(
            "parts: two with the label \"%s\", expected different labels".formatted(part.label()));
      }
      placed.add(new Placed(part, placed.size(), offset));
      offset += aligned(part.byteSize());
    }
    return List.copyOf(placed);
  }

  /** Returns the size of a file with these parts. */
  static long byteSize(List<Placed> parts) {
    Placed last = parts.getLast();
    return last.offset() + aligned(last.part().byteSize());
  }

  /** Writes the header of a new file, whose memory is zero. */
  static void write(MemorySegment file, List<Placed> parts) {
    MemorySegment.copy(MAGIC, 0, file, ValueLayout.JAVA_BYTE, 0, MAGIC.length);
    file.set(ValueLayout.JAVA_INT, BYTE_ORDER, BYTE_ORDER_MARK);
    file.set(ValueLayout.JAVA_INT, FORMAT_VERSION, VERSION);
    file.set(ValueLayout.JAVA_LONG, BYTE_SIZE, byteSize(parts));
    file.set(ValueLayout.JAVA_LONG, CREATED, System.currentTimeMillis());
    file.set(ValueLayout.JAVA_LONG, CREATOR, ProcessHandle.current().pid());
    file.set(ValueLayout.JAVA_INT, PARTS, parts.size());
    for (Placed placed : parts) {
      long entry = entry(placed.index());
      byte[] label = placed.part().label().getBytes(StandardCharsets.UTF_8);
      file.set(ValueLayout.JAVA_INT, entry + KIND, placed.part().kind().number());
      file.set(ValueLayout.JAVA_INT, entry + LABEL_BYTES, label.length);
      file.set(ValueLayout.JAVA_LONG, entry + PART_OFFSET, placed.offset());
      file.set(ValueLayout.JAVA_LONG, entry + PART_BYTES, placed.part().byteSize());
      file.set(ValueLayout.JAVA_LONG, entry + PART_CAPACITY, placed.part().capacity());
      MemorySegment.copy(label, 0, file, ValueLayout.JAVA_BYTE, entry + LABEL, label.length);
    }
    // Release; and who opens the file finds it only after it has got its name, by a system call.
    ValueLayout.JAVA_INT.varHandle().setRelease(file, STATE, READY);
  }

  /** Returns how much of a file must be there before anything can be read. */
  static long smallest() {
    return firstPart(1) + ALIGNMENT;
  }

  /** Returns when a file was created; its size was checked. */
  static Instant created(MemorySegment file) {
    return Instant.ofEpochMilli(file.get(ValueLayout.JAVA_LONG, CREATED));
  }

  /** Returns the process that has created a file; its size was checked. */
  static long creator(MemorySegment file) {
    return file.get(ValueLayout.JAVA_LONG, CREATOR);
  }

  /** Tells whether a file begins as a region file does; its size was checked. */
  static boolean hasMagic(MemorySegment file) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (file.get(ValueLayout.JAVA_BYTE, i) != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads and checks the header.
   *
   * @param file the whole file
   * @return the parts, which lie within the file and do not overlap
   * @throws RegionFormatException if something is wrong
   */
  static List<Placed> read(MemorySegment file) throws RegionFormatException {
    require(hasMagic(file), "not a region file: no magic number");
    int order = file.get(ValueLayout.JAVA_INT, BYTE_ORDER);
    require(
        order == BYTE_ORDER_MARK,
        order == Integer.reverseBytes(BYTE_ORDER_MARK)
            ? "written by a machine of the other byte order"
            : "the byte order mark is 0x%08x, expected 0x%08x".formatted(order, BYTE_ORDER_MARK));
    int version = file.get(ValueLayout.JAVA_INT, FORMAT_VERSION);
    require(version == VERSION, "version %d, expected %d".formatted(version, VERSION));
    int state = (int) ValueLayout.JAVA_INT.varHandle().getAcquire(file, STATE);
    require(state == READY, "its creation was not completed: state 0x%08x".formatted(state));
    long byteSize = file.get(ValueLayout.JAVA_LONG, BYTE_SIZE);
    require(
        byteSize == file.byteSize(),
        "the file has %d bytes, expected %d".formatted(file.byteSize(), byteSize));
    int count = file.get(ValueLayout.JAVA_INT, PARTS);
    require(
        count >= 1 && count <= MAX_PARTS && firstPart(count) < byteSize,
        "%d parts, expected 1 to %d in %d bytes".formatted(count, MAX_PARTS, byteSize));
    Set<String> labels = new HashSet<>();
    List<Placed> parts = new ArrayList<>();
    long end = firstPart(count);
    for (int i = 0; i < count; i++) {
      Placed placed = readEntry(file, i);
      Part part = placed.part();
      require(
          placed.offset() == end && part.byteSize() <= byteSize - end,
          "part %d: %d bytes at %d, expected them at %d within %d bytes"
              .formatted(i, part.byteSize(), placed.offset(), end, byteSize));
      require(labels.add(part.label()), "part %d: its label was there before".formatted(i));
      parts.add(placed);
      end += aligned(part.byteSize());
    }
    require(end == byteSize, "the parts end at %d, expected %d".formatted(end, byteSize));
    return List.copyOf(parts);
  }

  private static Placed readEntry(MemorySegment file, int index) throws RegionFormatException {
    long entry = entry(index);
    int number = file.get(ValueLayout.JAVA_INT, entry + KIND);
    int length = file.get(ValueLayout.JAVA_INT, entry + LABEL_BYTES);
    require(
        length >= 1 && length <= Part.MAX_LABEL_BYTES,
        "part %d: a label of %d bytes, expected 1 to %d"
            .formatted(index, length, Part.MAX_LABEL_BYTES));
    byte[] label = new byte[length];
    MemorySegment.copy(file, ValueLayout.JAVA_BYTE, entry + LABEL, label, 0, length);
    long offset = file.get(ValueLayout.JAVA_LONG, entry + PART_OFFSET);
    long byteSize = file.get(ValueLayout.JAVA_LONG, entry + PART_BYTES);
    long capacity = file.get(ValueLayout.JAVA_LONG, entry + PART_CAPACITY);
    PartKind kind =
        PartKind.of(number)
            .orElseThrow(
                () ->
                    new RegionFormatException(
                        "part %d: of kind %d, which this version does not know"
                            .formatted(index, number)));
    try {
      return new Placed(
          new Part(text(label), kind, capacity, byteSize, memory -> {}), index, offset);
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw new RegionFormatException("part %d: %s".formatted(index, e.getMessage()));
    }
  }

  private static String text(byte[] utf8) throws CharacterCodingException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(utf8))
        .toString();
  }

  private static void require(boolean condition, String otherwise) throws RegionFormatException {
    if (!condition) {
      throw new RegionFormatException(otherwise);
    }
  }
}
