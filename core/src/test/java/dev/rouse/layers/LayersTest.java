package dev.rouse.layers;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import dev.rouse.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Layers know only those below them, and the drawing in the module's declaration says the same. */
class LayersTest {
  private static final Pattern DRAWING = Pattern.compile("<pre>(.*?)</pre>", Pattern.DOTALL);
  private static final Pattern DRAWN =
      Pattern.compile("^ \\* ([a-z.]+) {2,}\\S", Pattern.MULTILINE);
  private static final Pattern IMPORTED =
      Pattern.compile("^import (?:static )?dev\\.rouse\\.([a-z.]+)\\.[A-Z]", Pattern.MULTILINE);
  private static final Pattern EXPORTED = Pattern.compile("exports ([a-z.]+);");

  @Test
  void allowedArrowsPointDown() {
    for (int i = 0; i < Layer.ALL.size(); i++) {
      Layer layer = Layer.ALL.get(i);
      List<String> below = Layer.names().subList(i + 1, Layer.ALL.size());
      assertThat(below).as("the layers below %s", layer.name()).containsAll(layer.uses());
    }
  }

  @Test
  void classesUseOnlyWhatTheirLayerMay() {
    LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (Layer layer : Layer.ALL) {
      layers = layers.layer(layer.name()).definedBy(layer.packageName());
    }
    for (Layer layer : Layer.ALL) {
      var rule = layers.whereLayer(layer.name());
      layers =
          layer.uses().isEmpty()
              ? rule.mayNotAccessAnyLayer()
              : rule.mayOnlyAccessLayers(layer.uses().toArray(String[]::new));
    }
    layers.ensureAllClassesAreContainedInArchitecture().check(classes());
  }

  /** Constants leave no trace in class files: the compiler copies their values. */
  @Test
  void sourcesImportOnlyWhatTheirLayerMay() throws IOException {
    for (Layer layer : Layer.ALL) {
      Path folder = Project.CORE_SOURCES.resolve(layer.packageName().replace('.', '/'));
      try (var sources = Files.newDirectoryStream(folder, "*.java")) {
        for (Path source : sources) {
          assertThat(firstGroups(IMPORTED, Files.readString(source)))
              .as("%s: layers that it imports; allowed: %s", source, layer)
              .allMatch(layer::mayUse);
        }
      }
    }
  }

  @Test
  void everyLayerHasClasses() {
    Map<String, Long> sizes =
        classes().stream()
            .collect(Collectors.groupingBy(type -> type.getPackageName(), Collectors.counting()));
    assertThat(sizes.keySet())
        .containsExactlyInAnyOrderElementsOf(Layer.ALL.stream().map(Layer::packageName).toList());
  }

  @Test
  void drawingShowsTheSameLayersInTheSameOrder() throws IOException {
    var drawing = DRAWING.matcher(moduleDeclaration());
    assertThat(drawing.find()).as("a <pre> block in module-info.java").isTrue();
    assertThat(firstGroups(DRAWN, drawing.group(1))).isEqualTo(Layer.names());
  }

  @Test
  void moduleExportsWhatIsNotInternal() throws IOException {
    assertThat(firstGroups(EXPORTED, moduleDeclaration()))
        .containsExactlyInAnyOrderElementsOf(
            Layer.ALL.stream().filter(Layer::isExported).map(Layer::packageName).toList());
  }

  private static JavaClasses classes() {
    return new ClassFileImporter().importPath(Project.CORE.resolve("target/classes/dev"));
  }

  private static String moduleDeclaration() throws IOException {
    return Files.readString(Project.CORE_SOURCES.resolve("module-info.java"));
  }

  private static List<String> firstGroups(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
  }
}
