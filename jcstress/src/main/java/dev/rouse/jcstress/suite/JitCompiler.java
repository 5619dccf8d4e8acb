package dev.rouse.jcstress.suite;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jcstress.Main;

/**
 * A compiler of the JVM that compiles the tests alone.
 *
 * <p>jcstress runs each test in four JVMs: interpreted, with each compiler alone, and with both. In
 * a brief run the first and the last show nothing that C1 alone does not. The interpreter makes a
 * volatile access of each ordered one, as C1 does, and in the time that a test has there C2 hardly
 * gets to compile anything.
 */
public enum JitCompiler {
  /** Compiles soonest, so that a test makes the most samples. */
  C1("-XX:TieredStopAtLevel=1"),

  /** Reorders what the memory model allows. */
  C2("-XX:-TieredCompilation");

  private final String option;

  JitCompiler(String option) {
    this.option = option;
  }

  /** Returns the option with which a JVM compiles with this one only. */
  public String option() {
    return option;
  }

  /**
   * Runs jcstress with this one, in a JVM of its own: jcstress keeps the modes that it has found in
   * static fields.
   *
   * @param arguments jcstress' arguments
   * @param report the folder for the report and the results
   * @return the file with the results
   * @throws IOException if there are none
   */
  Path run(List<String> arguments, Path report) throws IOException, InterruptedException {
    Files.createDirectories(report);
    for (Path earlier : resultsIn(report)) {
      Files.delete(earlier);
    }
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", absolute(System.getProperty("java.class.path"))));
    command.add(Main.class.getName());
    command.addAll(arguments);
    command.addAll(List.of("-jvmArgs", option));
    // jcstress writes its result file to where it runs. It also fails if a test fails: that is
    // found again in the results.
    int status =
        new ProcessBuilder(command).directory(report.toFile()).inheritIO().start().waitFor();
    List<Path> results = resultsIn(report);
    if (results.isEmpty()) {
      throw new IOException("jcstress has ended with " + status + ", and has left no results");
    }
    return results.getLast();
  }

  private static List<Path> resultsIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("jcstress-results-.*\\.bin\\.gz"))
          .sorted(Comparator.comparing(Path::toString))
          .toList();
    }
  }

  private static String absolute(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .reduce((before, entry) -> before + File.pathSeparator + entry)
        .orElseThrow();
  }
}
