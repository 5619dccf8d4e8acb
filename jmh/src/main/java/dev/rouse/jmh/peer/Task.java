package dev.rouse.jmh.peer;

import dev.rouse.jmh.contender.Contender;
import java.nio.file.Path;

/**
 * What a peer is to do.
 *
 * @param role its part
 * @param contender what carries the messages
 * @param payload the bytes of each message
 * @param batch after how many messages their sum is published, if they are added up
 * @param folder where the files are
 */
record Task(Role role, Contender contender, int payload, int batch, Path folder) {
  /** Returns the arguments of a program that is to do it. */
  String[] arguments() {
    return new String[] {
      role.name(),
      contender.name(),
      String.valueOf(payload),
      String.valueOf(batch),
      folder.toString()
    };
  }

  /** Reads what {@link #arguments} returns. */
  static Task of(String... arguments) {
    return new Task(
        Role.valueOf(arguments[0]),
        Contender.valueOf(arguments[1]),
        Integer.parseInt(arguments[2]),
        Integer.parseInt(arguments[3]),
        Path.of(arguments[4]));
  }
}
