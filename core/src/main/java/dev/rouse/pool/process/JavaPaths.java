package dev.rouse.pool.process;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How another JVM finds a class of this one: on the class path, in a module, or in a source. */
final class JavaPaths {
  /** Set by the JVM that was started with a source file. */
  private static final String SOURCE_FILE = "jdk.launcher.sourcefile";

  private JavaPaths() {}

  /** Returns the options with which a JVM finds a class, and Rouse. */
  static List<String> options(Class<?> main) {
    List<String> options = new ArrayList<>();
    Module rouse = JavaPaths.class.getModule();
    if (rouse.isNativeAccessEnabled()) {
      options.add("--enable-native-access=" + (rouse.isNamed() ? rouse.getName() : "ALL-UNNAMED"));
    }
    addPath(options, "-cp", System.getProperty("java.class.path"));
    addPath(options, "-p", System.getProperty("jdk.module.path"));
    Path patch = patch(main);
    if (patch != null) {
      options.addAll(List.of("--patch-module", main.getModule().getName() + "=" + patch));
      // What the classes of the patch need is in no descriptor.
      options.addAll(List.of("--add-modules", "ALL-DEFAULT"));
    }
    if (rouse.isNamed() && !main.getModule().isNamed()) {
      options.addAll(List.of("--add-modules", rouse.getName()));
    }
    return options;
  }

  private static void addPath(List<String> options, String name, @Nullable String path) {
    if (path != null && !path.isEmpty()) {
      options.addAll(List.of(name, path));
    }
  }

  /** Returns what makes a JVM run a class, after its options. */
  static List<String> start(Class<?> main) {
    Module module = main.getModule();
    if (module.isNamed()) {
      return List.of("-m", module.getName() + "/" + main.getName());
    }
    String source = System.getProperty(SOURCE_FILE);
    if (source == null) {
      requireFound(main, location(main) != null);
      return List.of(main.getName());
    }
    if (location(main) != null) {
      return List.of(main.getName()); // from the class path of a program that is a source file
    }
    requireFound(main, Path.of(source).endsWith(main.getSimpleName() + ".java"));
    return List.of(source);
  }

  private static void requireFound(Class<?> main, boolean found) {
    if (!found) {
      throw new IllegalArgumentException(
          "main: another JVM does not find %s, expected a class in a folder, a jar or a module, or the one in its source file that was launched"
              .formatted(main));
    }
  }

  /** Returns where the classes are that were added to a module, if this is one of them. */
  private static @Nullable Path patch(Class<?> main) {
    Module module = main.getModule();
    Path place = location(main);
    if (!module.isNamed() || place == null || module.getLayer() == null) {
      return null;
    }
    Optional<Path> own =
        module
            .getLayer()
            .configuration()
            .findModule(module.getName())
            .flatMap(found -> found.reference().location())
            .filter(uri -> uri.getScheme().equals("file"))
            .map(Path::of);
    return own.isEmpty() || own.get().equals(place) ? null : place;
  }

  /** Returns the folder or jar from which a class was loaded, or null if there is none. */
  private static @Nullable Path location(Class<?> type) {
    String name = type.getName().replace('.', '/') + ".class";
    URL url = type.getResource("/" + name);
    try {
      if (url == null) {
        return null;
      }
      if (url.getProtocol().equals("file")) {
        String folder = url.toURI().toString();
        return Path.of(URI.create(folder.substring(0, folder.length() - name.length())));
      }
      URLConnection connection = url.openConnection();
      return connection instanceof JarURLConnection jar
              && jar.getJarFileURL().getProtocol().equals("file")
          ? Path.of(jar.getJarFileURL().toURI())
          : null;
    } catch (IOException | URISyntaxException e) {
      return null;
    }
  }
}
