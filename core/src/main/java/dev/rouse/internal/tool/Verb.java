package dev.rouse.internal.tool;

import dev.rouse.file.FileAccess;
import dev.rouse.internal.tool.verb.CheckVerb;
import dev.rouse.internal.tool.verb.ListVerb;
import dev.rouse.internal.tool.verb.RepairVerb;
import dev.rouse.internal.tool.verb.Result;
import dev.rouse.internal.tool.verb.StatVerb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The verbs by the names that they have on the command line. */
enum Verb {
  LS("ls", "dir"),
  STAT("stat", "file"),
  CHECK("check", "file"),
  REPAIR("repair", "file");

  /** All names, for messages. */
  static final String NAMES = "ls, stat, check or repair";

  private final String command;
  private final String argument;

  Verb(String command, String argument) {
    this.command = command;
    this.argument = argument;
  }

  static Optional<Verb> of(String command) {
    for (Verb verb : values()) {
      if (verb.command.equals(command)) {
        return Optional.of(verb);
      }
    }
    return Optional.empty();
  }

  /** Returns what its argument is called. */
  String argument() {
    return argument;
  }

  Result run(Path path, FileAccess access) throws IOException {
    return switch (this) {
      case LS -> ListVerb.run(path, access);
      case STAT -> StatVerb.run(path, access);
      case CHECK -> CheckVerb.run(path, access);
      case REPAIR -> RepairVerb.run(path, access);
    };
  }
}
