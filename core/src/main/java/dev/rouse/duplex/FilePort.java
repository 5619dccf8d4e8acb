package dev.rouse.duplex;

import dev.rouse.file.Part;
import dev.rouse.internal.file.RegionFile;
import dev.rouse.internal.file.RegionFiles;
import dev.rouse.memory.Region;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A port of a duplex channel in a region file. There, a duplex channel is two channels, whose
 * labels say which way they go; so whatever knows channels knows both halves.
 */
final class FilePort {
  /** What the label of the channel from the first port to the second one ends with. */
  static final String FORTH = ".forth";

  /** What the label of the channel from the second port to the first one ends with. */
  static final String BACK = ".back";

  /** The first of the roles of a channel. */
  private static final int SENDER = 0;

  private static final int MAX_LABEL_BYTES = Part.MAX_LABEL_BYTES - FORTH.length();

  private FilePort() {}

  /** Returns the two channels; each is made from its label. */
  static List<Part> parts(String label, Function<String, Part> channel) {
    int length = Objects.requireNonNull(label, "label").getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > MAX_LABEL_BYTES) {
      throw new IllegalArgumentException(
          "label: %d bytes in UTF-8, expected 1 to %d".formatted(length, MAX_LABEL_BYTES));
    }
    return List.of(channel.apply(label + FORTH), channel.apply(label + BACK));
  }

  /**
   * Takes the roles of both ends of a port; none if it cannot have both. Everybody takes that of
   * the sender first, so of two that want the same port one gets it.
   *
   * @param region the region of the file
   * @param label the duplex channel's name in the file
   * @param senders takes the role of the sender of a channel
   * @param send which channel that is
   * @param receivers takes the role of the receiver of a channel
   * @param receive which channel that is
   * @param port makes the port
   * @param <S> the type of the sender
   * @param <R> the type of the receiver
   * @param <P> the type of the port
   * @return the port
   */
  static <S, R, P> P attach(
      Region region,
      String label,
      Function<String, S> senders,
      String send,
      Function<String, R> receivers,
      String receive,
      BiFunction<S, R, P> port) {
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(label, "label");
    RegionFile file = RegionFiles.of(region);
    S sender = senders.apply(label + send);
    boolean whole = false;
    try {
      P result = port.apply(sender, receivers.apply(label + receive));
      whole = true;
      return result;
    } finally {
      if (!whole) {
        file.giveUp(label + send, SENDER);
      }
    }
  }
}
