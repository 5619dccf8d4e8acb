package dev.rouse.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every block of Java in a Markdown page is a part of a region of a sample, word for word. */
class MarkdownTest {
  private static final Set<String> LANGUAGES =
      Set.of("java", "bash", "c", "groovy", "mermaid", "text", "xml");

  /** The pages at the root, in the modules, and in their {@code docs}. */
  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(list(Project.ROOT, "*.md"));
    for (Path folder : list(Project.ROOT, "[!.]*")) {
      pages.addAll(list(folder, "*.md"));
      pages.addAll(list(folder.resolve("docs"), "*.md"));
    }
    return pages.stream().map(Project.ROOT::relativize).sorted().toList();
  }

  private static List<Path> list(Path folder, String glob) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.newDirectoryStream(folder, glob)) {
      List<Path> found = new ArrayList<>();
      files.forEach(found::add);
      return found;
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void javaIsPartOfASample(Path page) throws IOException {
    List<List<String>> regions = new ArrayList<>();
    for (Path sample : Regions.samples().values()) {
      regions.addAll(Regions.of(Files.readAllLines(sample)).values());
    }
    for (CodeBlock block : blocks(page)) {
      assertThat(!block.language().equals("java") || regions.stream().anyMatch(block::occursIn))
          .as("%s:%d: the block occurs in a region of a sample", page, block.line())
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyBlockNamesItsLanguage(Path page) throws IOException {
    for (CodeBlock block : blocks(page)) {
      assertThat(block.language())
          .as("%s:%d: the language after the fence", page, block.line())
          .isIn(LANGUAGES);
    }
  }

  private static List<CodeBlock> blocks(Path page) throws IOException {
    return CodeBlock.of(Files.readAllLines(Project.ROOT.resolve(page)));
  }
}
