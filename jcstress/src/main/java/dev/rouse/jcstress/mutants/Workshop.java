package dev.rouse.jcstress.mutants;

import dev.rouse.jcstress.suite.Stopwatch;
import dev.rouse.jcstress.suite.Suite;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Where one mutant is built from a copy of the sources, and tried. */
final class Workshop {
  /**
   * How long a test waits for a wake-up that may be lost. Each fork waits that long once for each
   * test that detects the mutant. Still far longer than a wake-up takes.
   */
  private static final int PATIENCE_MILLIS = 2_000;

  private final Mutant mutant;
  private final Path folder;
  private final Path classes;
  private final Path suite;

  private Workshop(Mutant mutant, Path folder, Path suite) {
    this.mutant = mutant;
    this.folder = folder;
    this.classes = folder.resolve("classes");
    this.suite = suite;
  }

  /**
   * Builds a mutant.
   *
   * @param mutant what to change
   * @param sources the shipped sources, which stay as they are
   * @param folder a folder for it, which need not exist
   * @param suite the jar with the tests
   * @param classPath what the sources need to be compiled
   * @return the workshop, with the mutant's classes
   * @throws IOException if the mutant does not apply, or does not compile
   */
  static Workshop build(Mutant mutant, Path sources, Path folder, Path suite, String classPath)
      throws IOException {
    var workshop = new Workshop(mutant, folder, suite);
    Path copy = folder.resolve("sources");
    copy(sources, copy);
    for (Mutant.Change change : mutant.changes()) {
      change.apply(copy);
    }
    workshop.compile(copy, classPath);
    return workshop;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.writeString(target, Files.readString(file));
      }
    }
  }

  private void compile(Path sources, String classPath) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IOException("this Java has no compiler: a JDK is needed, not a JRE");
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(sources)) {
      // Without the module descriptor: the classes go on the class path.
      files =
          all.filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.endsWith("module-info.java"))
              .toList();
    }
    Files.createDirectories(classes);
    var output = new StringWriter();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  new PrintWriter(output),
                  manager,
                  null,
                  List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp", classPath),
                  null,
                  manager.getJavaFileObjectsFromPaths(files))
              .call();
      if (!compiled) {
        throw new IOException("does not compile: " + output);
      }
    }
  }

  /**
   * Runs the mutant's tests over it.
   *
   * @param arguments more arguments for jcstress
   * @return the exit status of the suite
   * @throws IOException if the suite could not be run
   * @throws InterruptedException if interrupted; the suite is ended
   */
  int run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + Stopwatch.PATIENCE + "=" + PATIENCE_MILLIS,
                "-cp",
                classes + File.pathSeparator + suite,
                Suite.class.getName(),
                suite.toString(),
                mutant.barriers(),
                "all",
                "-r",
                folder.resolve("report").toString(),
                "-t",
                mutant.tests()));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
    try {
      return process.waitFor();
    } finally {
      process.destroy();
    }
  }

  /** Returns what the last run has printed. */
  Path log() {
    return folder.resolve("log.txt");
  }

  /** Returns the tests that failed in the last run, without their packages. */
  List<String> failedTests() throws IOException {
    return Files.readAllLines(log()).stream()
        .filter(line -> line.startsWith("FAILED "))
        .map(line -> line.replaceAll("FAILED [\\w.]*\\.(\\w+):.*", "$1"))
        .distinct()
        .toList();
  }
}
