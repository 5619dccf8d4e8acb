package dev.rouse.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.memory.Region;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a program with the library in a JVM of its own. */
final class Jvm {
  private Jvm() {}

  /** Runs a program, which must succeed, and returns what it has printed to both streams. */
  static String run(Class<?> program, String options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of("-cp", location(Region.class) + File.pathSeparator + location(program)));
    command.add(program.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /** Where a class was loaded from; the tests may be patched into the module under test. */
  static Path location(Class<?> type) throws Exception {
    String file = type.getName().replace('.', '/') + ".class";
    Path path = Path.of(type.getResource("/" + file).toURI());
    return path.getRoot()
        .resolve(path.subpath(0, path.getNameCount() - Path.of(file).getNameCount()));
  }
}
