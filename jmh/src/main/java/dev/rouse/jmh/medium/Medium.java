package dev.rouse.jmh.medium;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.link.Link;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What two processes have in common to send messages through: files in a folder. One creates it,
 * the other opens it; each then takes one end of each link. All write the same words into a message
 * and read all of them, and can hold about as many messages.
 */
public interface Medium extends AutoCloseable {
  /**
   * Creates a medium.
   *
   * @param contender which one
   * @param payload the bytes of each message, a positive multiple of 8
   * @param folder where its files go
   * @param names the links
   * @throws IllegalArgumentException if the contender is no medium, or for another payload
   */
  static Medium create(Contender contender, int payload, Path folder, List<String> names)
      throws IOException {
    requirePayload(contender, payload);
    return switch (contender) {
      case AERON, AERON_BACKOFF -> AeronMedium.create(payload, folder);
      case PIPE, PIPE_EACH -> PipeMedium.create(batch(contender, payload), payload, folder, names);
      case UNIX_SOCKET, UNIX_SOCKET_EACH ->
          SocketMedium.create(batch(contender, payload), payload, folder, names);
      case C_FUTEX_PROCESSES -> throw contender.unsupported("a medium");
      default -> RegionMedium.create(BlockKind.of(contender), payload, folder, names);
    };
  }

  /**
   * Opens what {@link #create} has created with the same arguments.
   *
   * @param contender which one
   * @param payload the bytes of each message
   * @param folder where its files are
   */
  static Medium open(Contender contender, int payload, Path folder) throws IOException {
    requirePayload(contender, payload);
    return switch (contender) {
      case AERON, AERON_BACKOFF -> AeronMedium.open(payload, folder);
      case PIPE, PIPE_EACH -> new PipeMedium(batch(contender, payload), payload, folder);
      case UNIX_SOCKET, UNIX_SOCKET_EACH ->
          SocketMedium.open(batch(contender, payload), payload, folder);
      case C_FUTEX_PROCESSES -> throw contender.unsupported("a medium");
      default -> RegionMedium.open(BlockKind.of(contender), payload, folder);
    };
  }

  /** Tells whether a receiver that finds nothing returns; the others sleep until there is some. */
  static boolean isPolled(Contender contender) {
    return switch (contender) {
      case AERON, AERON_BACKOFF -> true;
      case PIPE, PIPE_EACH, UNIX_SOCKET, UNIX_SOCKET_EACH -> false;
      default -> BlockKind.of(contender).isPolled();
    };
  }

  /**
   * Takes the sending end of a link; may wait for the other process to take the other one.
   *
   * @param name which link
   */
  Link sender(String name) throws IOException;

  /**
   * Takes the receiving end of a link; may wait for the other process to take the other one.
   *
   * @param name which link
   */
  Link receiver(String name) throws IOException;

  /** Releases what is left in memory. The ends of links are closed before, each by itself. */
  @Override
  void close() throws IOException;

  private static int batch(Contender contender, int payload) {
    boolean each = contender == Contender.PIPE_EACH || contender == Contender.UNIX_SOCKET_EACH;
    return each ? 1 : Integer.highestOneBit(Stream.BUFFER / payload);
  }

  private static void requirePayload(Contender contender, int payload) {
    if (payload < Long.BYTES || payload % Long.BYTES != 0 || payload > Stream.BUFFER) {
      throw new IllegalArgumentException(
          "payload: %d, expected a multiple of 8 from 8 to %d for %s"
              .formatted(payload, Stream.BUFFER, contender));
    }
  }
}
