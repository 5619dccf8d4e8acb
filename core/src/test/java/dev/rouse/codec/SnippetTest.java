package dev.rouse.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code in the documentation of {@link RecordCodec} compiles as it stands, and runs. */
class SnippetTest {
  private static final String START = "{@snippet :\n";

  @TempDir private Path folder;

  @Test
  void everySnippetRuns() throws Exception {
    String source = Files.readString(Path.of("src/main/java/dev/rouse/codec/RecordCodec.java"));
    List<String> printed = new ArrayList<>();
    int at = 0;
    while ((at = source.indexOf(START, at)) >= 0) {
      at += START.length();
      printed.add(run("Snippet" + printed.size(), source.substring(at, end(source, at))));
    }
    assertThat(printed)
        .containsExactly(
            "Quote[instrument=7, price=101.5, quantity=3]", "Note[author=7, text=Grüße]");
  }

  /** Returns where the brace is that ends the snippet. */
  private static int end(String source, int start) {
    int depth = 1;
    for (int i = start; ; i++) {
      char c = source.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
  }

  /** Runs the {@code main} of a compact source file, and returns what it prints. */
  private String run(String name, String lines) throws Exception {
    String code = lines.replaceAll("(?m)^ \\* ?", ""); // without the stars of the comment
    Class<?> program = Compiled.load(folder, name, code);
    var constructor = program.getDeclaredConstructor();
    constructor.setAccessible(true);
    Method main = program.getDeclaredMethod("main");
    main.setAccessible(true);
    var bytes = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      main.invoke(constructor.newInstance());
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8).strip();
  }
}
