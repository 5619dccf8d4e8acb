package dev.rouse.testing;

import java.nio.file.Path;

/** Where the project's files are, for tests that read sources and documentation. */
public final class Project {
  /** The folder of the module {@code core}: where its tests run. */
  public static final Path CORE = Path.of("").toAbsolutePath();

  /** The sources of the library. */
  public static final Path CORE_SOURCES = CORE.resolve("src/main/java");

  /** The sources of its tests. */
  public static final Path CORE_TESTS = CORE.resolve("src/test/java");

  /** The root of the repository. */
  public static final Path ROOT = CORE.resolve("..").normalize();

  private Project() {}
}
