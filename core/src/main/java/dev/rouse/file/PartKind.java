package dev.rouse.file;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a part of a region file is. The numbers are those in the file and never change their
 * meaning.
 */
public enum PartKind {
  /** Memory without structure; the capacity counts bytes. */
  BYTES(1, "bytes"),

  /** A counter; the capacity is 1. */
  COUNTER(2, "counter"),

  /** A striped counter; the capacity counts stripes. */
  STRIPED_COUNTER(3, "striped counter"),

  /** A count of pending jobs; the capacity is 1. */
  JOB_SIGNAL(4, "job signal", "consumer", "drain waiter"),

  /** A ring of records; the capacity counts bytes. */
  RING(5, "ring", "producer", "consumer"),

  /** A ring of longs; the capacity counts values. */
  LONG_RING(6, "ring of longs", "producer", "consumer"),

  /** A channel of records; the capacity counts bytes. */
  CHANNEL(7, "channel", "sender", "receiver"),

  /** A channel of longs; the capacity counts values. */
  LONG_CHANNEL(8, "channel of longs", "sender", "receiver"),

  /** A table of counters with labels; the capacity counts counters. */
  COUNTER_TABLE(9, "counter table");

  private final int number;
  private final String description;

  /** The names of the roles; empty where there is none. */
  private final String first;

  private final String second;

  PartKind(int number, String description) {
    this(number, description, "", "");
  }

  PartKind(int number, String description, String first, String second) {
    this.number = number;
    this.description = description;
    this.first = first;
    this.second = second;
  }

  /**
   * Returns the number that stands for this kind in a file.
   *
   * @return the number, 1 or more
   */
  public int number() {
    return number;
  }

  /**
   * Returns the names of the roles that one process at a time can have in such a part.
   *
   * @return the names, at most two; none if any number of processes may do all there is to do
   */
  public List<String> roles() {
    return Stream.of(first, second).filter(role -> !role.isEmpty()).toList();
  }

  /**
   * Returns the kind for a number.
   *
   * @param number the number in a file
   * @return the kind, or nothing if this version of the library does not know it
   */
  public static Optional<PartKind> of(int number) {
    for (PartKind kind : values()) {
      if (kind.number == number) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** Returns what it is called in messages. */
  @Override
  public String toString() {
    return description;
  }
}
