package dev.rouse.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rouse.testing.Programs;
import dev.rouse.testing.Project;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A C program with {@code rouse.h}, as a process: built with the machine's compiler, fed and read
 * by a test.
 */
final class CProgram implements AutoCloseable {
  /** What is built. */
  enum Source {
    /** Sends the lines of its input. */
    SEND("main/c/rouse_send.c", "-O2"),

    /** Prints what it receives. */
    RECEIVE("main/c/rouse_receive.c", "-O2"),

    /** Does the other things that are tested. */
    TRY("test/c/rouse_try.c", "-O0");

    private final String file;
    private final String optimization;

    Source(String file, String optimization) {
      this.file = file;
      this.optimization = optimization;
    }
  }

  /** How it is built. */
  enum Build {
    /** As a user would. */
    PLAIN(""),

    /** So that it ends at an access out of bounds, or at what C does not define. */
    CHECKED(" -O0 -g -fsanitize=address,undefined -fno-sanitize-recover=all");

    private final String options;

    Build(String options) {
      this.options = options;
    }
  }

  private static final String STRICT =
      "cc -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -pedantic -Isrc/main/c ";

  private static final Map<Build, Path> BUILT = new EnumMap<>(Build.class);

  private final List<Process> processes;
  private final Writer input;
  private final BufferedReader output;

  private CProgram(List<Process> processes) {
    this.processes = processes;
    this.input = processes.getFirst().outputWriter(StandardCharsets.UTF_8);
    this.output = processes.getLast().inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Builds the programs, once for all tests, and returns the folder with them. Skips the test where
   * that cannot be done, or they cannot use region files. Warnings are errors.
   */
  static synchronized Path built(Build build) throws Exception {
    Path folder = BUILT.get(build);
    if (folder == null) {
      assumeTrue(
          System.getProperty("os.name").equals("Linux")
              && List.of("amd64", "aarch64").contains(System.getProperty("os.arch")),
          "rouse.h needs Linux on x86-64 or AArch64");
      assumeTrue(
          Programs.canRun(List.of("cc", "--version")),
          "there is no C compiler: \"cc --version\" fails");
      folder = Files.createTempDirectory("rouse-c");
      folder.toFile().deleteOnExit();
      if (build == Build.CHECKED) {
        assumeChecks(folder);
      }
      compile(folder, build);
      BUILT.put(build, folder);
    }
    return folder;
  }

  private static void assumeChecks(Path folder) throws Exception {
    Path source = folder.resolve("empty.c");
    Path program = folder.resolve("empty");
    Files.writeString(source, "int main(void) { return 0; }\n");
    source.toFile().deleteOnExit();
    program.toFile().deleteOnExit();
    List<String> command = command("cc" + Build.CHECKED.options, program, source);
    assumeTrue(
        Programs.canRun(command) && Programs.canRun(List.of(program.toString())),
        "the C compiler has no address and undefined behavior sanitizers");
  }

  private static void compile(Path folder, Build build) throws Exception {
    List<Process> compilers = new ArrayList<>();
    for (Source source : Source.values()) {
      Path program = folder.resolve(source.name());
      program.toFile().deleteOnExit();
      List<String> command =
          command(
              STRICT + source.optimization + build.options,
              program,
              Path.of("src").resolve(source.file));
      compilers.add(
          new ProcessBuilder(command)
              .directory(Project.CORE.toFile())
              .redirectErrorStream(true)
              .start());
    }
    for (Process compiler : compilers) {
      String messages =
          new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(compiler.waitFor()).as(messages).isZero();
      assertThat(messages).isEmpty();
    }
  }

  private static List<String> command(String compiler, Path program, Path source) {
    List<String> command = new ArrayList<>(List.of(compiler.split(" ", -1)));
    command.addAll(List.of("-o", program.toString(), source.toString()));
    return command;
  }

  private static ProcessBuilder builder(Path folder, Source source, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(folder.resolve(source.name()).toString());
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    ProcessBuilder builder = new ProcessBuilder(command);
    // What it has not freed at its end is of no interest, and where processes may not trace each
    // other, the look for it fails.
    builder.environment().put("ASAN_OPTIONS", "detect_leaks=0");
    return builder;
  }

  /** Starts a program that was built in a folder. */
  static CProgram start(Path folder, Source source, Object... arguments) throws IOException {
    return new CProgram(List.of(builder(folder, source, arguments).start()));
  }

  /** Starts a receiver whose output is the input of a sender. */
  static CProgram startEcho(Path folder, Path file, String from, String to) throws IOException {
    return new CProgram(
        ProcessBuilder.startPipeline(
            List.of(
                builder(folder, Source.RECEIVE, file, from)
                    .redirectError(ProcessBuilder.Redirect.INHERIT),
                builder(folder, Source.SEND, file, to))));
  }

  long pid() {
    return processes.getFirst().pid();
  }

  /** Writes a line to the program's input. */
  void write(Object line) throws IOException {
    input.write(line + "\n");
    input.flush();
  }

  /** Ends the program's input. */
  void endInput() throws IOException {
    input.close();
  }

  /** Returns the next line that the program prints. */
  String line() throws IOException {
    return Objects.requireNonNull(output.readLine(), "the program has ended");
  }

  /** Returns all lines that the program still prints. */
  List<String> lines() {
    return output.lines().toList();
  }

  /** Waits until the program has ended by itself, and returns its exit status. */
  int ended() throws InterruptedException {
    for (Process process : processes) {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("%s has ended", process).isTrue();
    }
    return processes.getLast().exitValue();
  }

  /** Waits until the program has ended as expected, and returns what it wrote about it. */
  String endedWith(int status) throws Exception {
    int found = ended();
    String errors =
        new String(processes.getLast().getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(found).as(errors).isEqualTo(status);
    return errors;
  }

  /** Kills the program, and waits until it is gone. */
  void kill() {
    processes.forEach(Process::destroyForcibly);
    try {
      ended();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
