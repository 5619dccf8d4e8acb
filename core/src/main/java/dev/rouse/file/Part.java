package dev.rouse.file;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A named part of a region file. The class of what is to live there makes it, for instance {@code
 * Channel.part("orders", 65536)}; {@link #bytes} makes one without structure. Two parts are equal
 * if they have the same label, kind, capacity and size.
 */
public final class Part {
  /** The longest label in bytes. */
  public static final int MAX_LABEL_BYTES = 96;

  /** The largest part in bytes: 2<sup>40</sup>. */
  public static final long MAX_BYTES = 1L << 40;

  private final String label;
  private final PartKind kind;
  private final long capacity;
  private final long byteSize;

  private final Consumer<MemorySegment> preparation;

  /**
   * Makes a part, for the classes of what is to live there: they know how much memory it takes, and
   * how to prepare it.
   *
   * @param label its name, 1 to 96 bytes in UTF-8, without control characters
   * @param kind what it is
   * @param capacity how much fits, as its kind counts it; 1 or more
   * @param byteSize how much memory it takes in bytes, 1 to {@link #MAX_BYTES}
   * @param preparation prepares its zeroed memory when the file is created
   * @throws IllegalArgumentException if {@code label} is empty, too long or has a control
   *     character, or if {@code capacity} or {@code byteSize} is out of range
   */
  public Part(
      String label,
      PartKind kind,
      long capacity,
      long byteSize,
      Consumer<MemorySegment> preparation) {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(preparation, "preparation");
    int length = label.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > MAX_LABEL_BYTES) {
      throw new IllegalArgumentException(
          "label: %d bytes in UTF-8, expected 1 to %d".formatted(length, MAX_LABEL_BYTES));
    }
    if (label.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "label: it has a control character, expected none: "
              + label.codePoints().mapToObj("U+%04X"::formatted).toList());
    }
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + ", expected 1 or more");
    }
    if (byteSize < 1 || byteSize > MAX_BYTES) {
      throw new IllegalArgumentException(
          "byteSize: %d, expected 1 to %d".formatted(byteSize, MAX_BYTES));
    }
    this.label = label;
    this.kind = kind;
    this.capacity = capacity;
    this.byteSize = byteSize;
    this.preparation = preparation;
  }

  /**
   * Makes a part without structure, for what the caller does with its memory.
   *
   * @param label its name, 1 to 96 bytes in UTF-8, without control characters
   * @param byteSize its size in bytes, 1 to {@link #MAX_BYTES}
   * @return the part
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static Part bytes(String label, long byteSize) {
    return new Part(label, PartKind.BYTES, byteSize, byteSize, memory -> {});
  }

  /**
   * Returns the name of the part, which no other part of the file has.
   *
   * @return the label, 1 to 96 bytes in UTF-8, without control characters
   */
  public String label() {
    return label;
  }

  /**
   * Returns what it is.
   *
   * @return the kind
   */
  public PartKind kind() {
    return kind;
  }

  /**
   * Returns how much fits.
   *
   * @return the capacity as the kind counts it, 1 or more
   */
  public long capacity() {
    return capacity;
  }

  /**
   * Returns how much memory it takes.
   *
   * @return the size in bytes, 1 to {@link #MAX_BYTES}
   */
  public long byteSize() {
    return byteSize;
  }

  /**
   * Prepares the memory of the part, when its file is created.
   *
   * @param memory the memory, zeroed
   */
  public void prepare(MemorySegment memory) {
    preparation.accept(memory);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Part part
        && label.equals(part.label)
        && kind == part.kind
        && capacity == part.capacity
        && byteSize == part.byteSize;
  }

  @Override
  public int hashCode() {
    return Objects.hash(label, kind, capacity, byteSize);
  }

  @Override
  public String toString() {
    return "\"%s\" (%s, capacity %d)".formatted(label, kind, capacity);
  }
}
