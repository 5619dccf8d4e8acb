package dev.rouse.layers;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Stream;

/**
 * A package of the library and the packages that it may use.
 *
 * @param name its name after {@code dev.rouse.}
 * @param uses the names of those that it may use
 */
record Layer(String name, List<String> uses) {
  /**
   * The layers from top to bottom. Most rows are narrower than the order. The ring never waits, so
   * it does not know the wait protocol. A codec knows only bytes.
   */
  static final List<Layer> ALL =
      List.of(
          layer("internal.tool", "internal.tool.verb", "internal.tool.text", "file"),
          layer(
              "internal.tool.verb",
              "internal.tool.text",
              "channel",
              "ring",
              "signal",
              "counter",
              "internal.inspect",
              "internal.file",
              "file"),
          layer("internal.tool.text"),
          layer(
              "pool.process",
              "pool",
              "channel",
              "ring",
              "codec",
              "internal.wait",
              "wait",
              "memory",
              "file",
              "internal.common"),
          layer("pool.jmx", "pool"),
          layer(
              "pool",
              "channel",
              "codec",
              "internal.pool.submit",
              "internal.pool.crew",
              "internal.pool.slots",
              "internal.pool.times",
              "internal.pool.accounts",
              "counter",
              "internal.wait",
              "wait",
              "memory",
              "internal.memory",
              "internal.common"),
          layer(
              "internal.pool.submit",
              "internal.pool.crew",
              "internal.pool.slots",
              "internal.pool.times",
              "internal.pool.accounts",
              "channel",
              "internal.wait",
              "wait"),
          layer(
              "internal.pool.crew",
              "internal.pool.slots",
              "internal.pool.times",
              "internal.pool.accounts",
              "channel",
              "internal.wait",
              "wait",
              "internal.common"),
          layer(
              "internal.pool.slots",
              "channel",
              "counter",
              "internal.wait",
              "wait",
              "memory",
              "internal.memory",
              "internal.common"),
          layer("internal.pool.times", "memory", "internal.memory"),
          layer("internal.pool.accounts", "counter", "wait", "memory", "internal.common"),
          layer(
              "duplex",
              "channel",
              "codec",
              "wait",
              "memory",
              "internal.file",
              "file",
              "internal.common"),
          layer(
              "channel",
              "ring",
              "codec",
              "internal.wait",
              "wait",
              "memory",
              "internal.inspect",
              "internal.file",
              "internal.memory",
              "file",
              "internal.common"),
          layer(
              "ring",
              "codec",
              "memory",
              "internal.inspect",
              "internal.file",
              "internal.memory",
              "file",
              "internal.common"),
          layer("codec", "internal.codec"),
          layer(
              "signal",
              "counter",
              "internal.wait",
              "wait",
              "memory",
              "internal.inspect",
              "internal.file",
              "internal.memory",
              "file"),
          layer(
              "counter", "memory", "internal.inspect", "internal.file", "internal.memory", "file"),
          layer("internal.codec"),
          layer(
              "internal.wait",
              "wait",
              "memory",
              "internal.inspect",
              "internal.memory",
              "internal.common",
              "internal.os"),
          layer("wait", "internal.os"),
          layer("memory", "internal.file", "internal.memory", "file", "internal.os"),
          layer("internal.inspect", "internal.file", "file"),
          layer("internal.file", "internal.memory", "file", "internal.common", "internal.os"),
          layer("internal.memory"),
          layer("file"),
          layer("internal.common"),
          layer("internal.os"));

  private static Layer layer(String name, String... uses) {
    return new Layer(name, List.of(uses));
  }

  /** Returns the names of all layers, from top to bottom. */
  static List<String> names() {
    return ALL.stream().map(Layer::name).toList();
  }

  /** Returns the whole name of the package. */
  String packageName() {
    return "dev.rouse." + name;
  }

  /** Tells whether the layer may use the one of a given name, which may be its own. */
  boolean mayUse(String other) {
    return other.equals(name) || uses.contains(other);
  }

  /** Tells whether other modules see the package. */
  boolean isExported() {
    return !name.startsWith("internal.");
  }

  @Override
  public String toString() {
    return Stream.of(name, "->", uses.isEmpty() ? "nothing" : String.join(", ", uses))
        .collect(joining(" "));
  }
}
