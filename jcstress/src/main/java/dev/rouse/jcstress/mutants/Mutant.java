package dev.rouse.jcstress.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A small change to the sources that breaks them. Kept in a file of its own:
 *
 * <pre>
 * breaks: what goes wrong, in one sentence
 * tests: a regular expression for the tests that ought to see it
 * barriers: symmetric, where only that shows it; else asymmetric
 * compiler: C2, where only that shows it; else C1
 * not observable on amd64: why, if that is so on one architecture; without "on", on all
 * file: the source, from the folder of sources
 * &lt;&lt;&lt;&lt;
 * the text as it is, which must occur once
 * ====
 * the text that takes its place
 * &gt;&gt;&gt;&gt;
 * </pre>
 *
 * The last part may come several times, with or without another file before it.
 */
record Mutant(
    String name,
    String breaks,
    String tests,
    String barriers,
    String compiler,
    @Nullable String unobservable,
    List<Change> changes) {
  /** The barriers with which a mutant is tried if it does not name others. */
  static final String DEFAULT_BARRIERS = "asymmetric";

  /** The compiler with which a mutant is tried first if it does not name another. */
  static final String DEFAULT_COMPILER = "C1";

  private static final String UNOBSERVABLE = "not observable on " + System.getProperty("os.arch");

  /** One replacement in one file. */
  record Change(String file, String before, String after) {
    /**
     * Applies the change.
     *
     * @param sources the folder of sources, which is changed
     * @throws IOException if the file is not there, or does not hold the text exactly once
     */
    void apply(Path sources) throws IOException {
      Path path = sources.resolve(file);
      String text = Files.readString(path);
      int at = text.indexOf(before);
      if (at < 0) {
        throw new IOException(file + " no longer holds: " + before.strip());
      }
      if (text.indexOf(before, at + 1) >= 0) {
        throw new IOException(file + " holds more than once: " + before.strip());
      }
      Files.writeString(path, text.substring(0, at) + after + text.substring(at + before.length()));
    }
  }

  /**
   * Reads a mutant.
   *
   * @param path its file
   * @return the mutant
   * @throws IOException if the file cannot be read, or does not hold a mutant; the message says why
   */
  static Mutant read(Path path) throws IOException {
    var headers = new TreeMap<String, String>();
    List<Change> changes = new ArrayList<>();
    StringBuilder before = new StringBuilder();
    StringBuilder after = new StringBuilder();
    StringBuilder part = null;
    for (String line : Files.readAllLines(path)) {
      if (line.equals("<<<<")) {
        part = before;
      } else if (line.equals("====")) {
        part = after;
      } else if (line.equals(">>>>")) {
        String file = headers.get("file");
        if (file == null || before.isEmpty()) {
          throw new IOException(path + ": a change without a file, or without a text to replace");
        }
        changes.add(new Change(file, before.toString(), after.toString()));
        before.setLength(0);
        after.setLength(0);
        part = null;
      } else if (part != null) {
        part.append(line).append('\n');
      } else if (!line.isBlank()) {
        int colon = line.indexOf(": ");
        if (colon < 0) {
          throw new IOException(path + ": \"" + line + "\", expected \"name: value\"");
        }
        headers.put(line.substring(0, colon), line.substring(colon + 2).strip());
      }
    }
    String breaks = headers.get("breaks");
    String tests = headers.get("tests");
    if (breaks == null || tests == null || changes.isEmpty()) {
      throw new IOException(path + ": expected breaks, tests, and a change");
    }
    String name = path.getFileName().toString().replace(".mutant", "");
    String unobservable = headers.getOrDefault(UNOBSERVABLE, headers.get("not observable"));
    String barriers = headers.getOrDefault("barriers", DEFAULT_BARRIERS);
    String compiler = headers.getOrDefault("compiler", DEFAULT_COMPILER);
    if (!compiler.equals("C1") && !compiler.equals("C2")) {
      throw new IOException(path + ": compiler: " + compiler + ", expected C1 or C2");
    }
    return new Mutant(name, breaks, tests, barriers, compiler, unobservable, changes);
  }
}
