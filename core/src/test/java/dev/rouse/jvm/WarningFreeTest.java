package dev.rouse.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.memory.Region;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JVM prints no warning, whatever is denied to the library, and the library works. */
class WarningFreeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--sun-misc-unsafe-memory-access=deny",
        "--sun-misc-unsafe-memory-access=deny --enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=deny --illegal-native-access=deny",
        "-Xint --illegal-native-access=deny",
      })
  void runsInSilence(String options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options.split(" ")));
    command.addAll(
        List.of("-cp", location(Region.class) + File.pathSeparator + location(Walkthrough.class)));
    command.add(Walkthrough.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output).isEqualToIgnoringNewLines("100");
    assertThat(process.waitFor()).isZero();
  }

  /** Where a class was loaded from; the tests may be patched into the module under test. */
  private static Path location(Class<?> type) throws Exception {
    String file = type.getName().replace('.', '/') + ".class";
    Path path = Path.of(type.getResource("/" + file).toURI());
    return path.getRoot()
        .resolve(path.subpath(0, path.getNameCount() - Path.of(file).getNameCount()));
  }
}
