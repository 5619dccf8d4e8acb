package dev.rouse.internal.tool;

import dev.rouse.file.FileAccess;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of the tool.
 *
 * @param verb what to do
 * @param path the file or folder
 * @param access who is trusted to have written the files
 * @param json whether to print JSON
 * @param interval how long to wait from one look to the next; null for one look
 */
record Arguments(
    Verb verb, Path path, FileAccess access, boolean json, @Nullable Duration interval) {
  private static final String JSON = "--json";
  private static final String GROUP = "--group";
  private static final String WATCH = "--watch";
  private static final double SHORTEST_SECONDS = 0.1;
  private static final double LONGEST_SECONDS = 3600;

  /**
   * Reads the arguments. Options may be anywhere; after {@code --} there are none.
   *
   * @param args the arguments, at least one
   * @return what they say
   * @throws UsageException if they are not what is expected
   */
  static Arguments of(String[] args) throws UsageException {
    Verb verb = null;
    Path path = null;
    FileAccess access = FileAccess.owner();
    boolean json = false;
    Duration interval = null;
    boolean options = true;
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      if (options && arg.equals("--")) {
        options = false;
      } else if (options && arg.equals(JSON)) {
        json = true;
      } else if (options && arg.equals(GROUP)) {
        i++;
        access = group(i < args.length ? args[i] : "");
      } else if (options && arg.startsWith(GROUP + "=")) {
        access = group(arg.substring(GROUP.length() + 1));
      } else if (options && arg.equals(WATCH)) {
        i++;
        interval = interval(i < args.length ? args[i] : "nothing");
      } else if (options && arg.startsWith(WATCH + "=")) {
        interval = interval(arg.substring(WATCH.length() + 1));
      } else if (options && arg.startsWith("-") && arg.length() > 1) {
        throw new UsageException(
            "option", arg, "--group NAME, --json, --watch SECONDS, --help or --version");
      } else if (verb == null) {
        verb = verb(arg);
      } else if (path == null) {
        path = path(verb, arg);
      } else {
        throw new UsageException("argument", arg, "one " + verb.argument() + " only");
      }
    }
    if (verb == null) {
      throw new UsageException("verb", "nothing", Verb.NAMES);
    }
    if (path == null) {
      throw new UsageException(verb.argument(), "nothing", "a path");
    }
    if (interval != null && verb != Verb.STAT) {
      throw new UsageException("option", WATCH, "it with stat only");
    }
    return new Arguments(verb, path, access, json, interval);
  }

  private static Verb verb(String arg) throws UsageException {
    return Verb.of(arg).orElseThrow(() -> new UsageException("verb", arg, Verb.NAMES));
  }

  private static Path path(Verb verb, String arg) throws UsageException {
    try {
      if (!arg.isEmpty()) {
        return Path.of(arg);
      }
    } catch (InvalidPathException e) {
      // As if it were empty.
    }
    throw new UsageException(verb.argument(), '"' + arg + '"', "a path");
  }

  private static FileAccess group(String arg) throws UsageException {
    try {
      return FileAccess.group(arg);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          GROUP, arg.isEmpty() ? "nothing" : arg, "the name or number of a group of this system");
    } catch (UncheckedIOException e) {
      throw new UsageException(GROUP, arg, "a group: the system cannot look for it");
    } catch (UnsupportedOperationException e) {
      throw new UsageException(GROUP, arg, "it on Linux only");
    }
  }

  private static Duration interval(String arg) throws UsageException {
    try {
      double seconds = Double.parseDouble(arg);
      if (seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS) {
        return Duration.ofNanos((long) (seconds * 1e9));
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new UsageException(WATCH, arg, "seconds, 0.1 to 3600");
  }
}
