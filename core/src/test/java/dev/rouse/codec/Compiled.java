package dev.rouse.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/** Compiles a source file that uses the codecs, as a user's file is compiled. */
final class Compiled {
  private Compiled() {}

  /** Returns the class that a file of that name defines; fails with what the compiler says. */
  static Class<?> load(Path folder, String name, String source) throws Exception {
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    var messages = new StringWriter();
    var out = new PrintWriter(messages);
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                out,
                out,
                "-proc:none",
                "-encoding",
                "UTF-8",
                "-cp",
                library().toString(),
                "-d",
                folder.toString(),
                file.toString());
    assertThat(status).as("%s%n%s", messages, source).isZero();
    return loader(folder).loadClass(name);
  }

  /** Never closed: the classes are in use until the test ends, and the loader goes with them. */
  private static ClassLoader loader(Path folder) throws IOException {
    return new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, RecordCodec.class.getClassLoader());
  }

  private static Path library() throws URISyntaxException {
    return Path.of(RecordCodec.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
