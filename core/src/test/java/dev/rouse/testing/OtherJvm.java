package dev.rouse.testing;

import dev.rouse.memory.Region;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Starts a program with the library in a process of its own. */
public final class OtherJvm {
  private OtherJvm() {}

  /**
   * Starts the main method of a class. Its error output goes where that of this process goes.
   *
   * @param program the class
   * @param arguments its arguments
   */
  public static Process start(Class<?> program, Object... arguments) throws IOException {
    return builder(List.of("--enable-native-access=ALL-UNNAMED"), program, arguments).start();
  }

  /** As {@link #start}, with options of the JVM. */
  public static ProcessBuilder builder(
      List<String> options, Class<?> program, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    String source = System.getProperty("jdk.launcher.sourcefile");
    if (source != null) { // this JVM runs a sample from its source, and so does the other one
      command.add(System.getProperty("java.class.path"));
      command.add(source);
    } else {
      command.add(location(Region.class) + File.pathSeparator + location(program));
      command.add(program.getName());
    }
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** Where a class was loaded from; the tests may be patched into the module under test. */
  private static Path location(Class<?> type) {
    String file = type.getName().replace('.', '/') + ".class";
    try {
      Path path = Path.of(Objects.requireNonNull(type.getResource("/" + file)).toURI());
      int root = path.getNameCount() - Path.of(file).getNameCount();
      return path.getRoot().resolve(path.subpath(0, root));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
