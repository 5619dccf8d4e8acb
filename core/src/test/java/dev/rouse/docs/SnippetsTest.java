package dev.rouse.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.testing.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Javadoc shows code only from samples: {@code {@snippet class="..." region="..."}}. */
class SnippetsTest {
  private static final Pattern SNIPPET = Pattern.compile("\\{@snippet\\b([^}]*)");
  private static final Pattern EXTERNAL =
      Pattern.compile("\\s+class=\"([\\w.]+)\"\\s+region=\"([\\w-]+)\"\\s*");

  /** The sources that have snippets. */
  static List<Path> sources() throws IOException {
    try (var files = Files.walk(Project.CORE_SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !snippets(file).isEmpty())
          .map(Project.ROOT::relativize)
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void snippetsAreRegionsOfSamples(Path source) throws IOException {
    var samples = Regions.samples();
    for (MatchResult snippet : snippets(Project.ROOT.resolve(source))) {
      var external = EXTERNAL.matcher(snippet.group(1).replace("\n *", "\n"));
      assertThat(external.matches())
          .as(
              "%s: {@snippet%s}: of the form class=\"...\" region=\"...\"",
              source, snippet.group(1))
          .isTrue();
      assertThat(samples.keySet()).as("samples for %s", source).contains(external.group(1));
      assertThat(Regions.of(Files.readAllLines(samples.get(external.group(1)))).keySet())
          .as("regions of %s for %s", external.group(1), source)
          .contains(external.group(2));
    }
  }

  private static List<MatchResult> snippets(Path source) {
    try {
      return SNIPPET.matcher(Files.readString(source)).results().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
