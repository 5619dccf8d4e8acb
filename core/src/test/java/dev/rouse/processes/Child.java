package dev.rouse.processes;

import dev.rouse.testing.Background;
import dev.rouse.testing.OtherJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that a test has started. What it prints is read by the test. */
class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  Child(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts the main method of a class in a JVM that starts fast and does not run for long. */
  static Process process(boolean nativeAccess, Class<?> program, List<?> arguments)
      throws IOException {
    return builder(nativeAccess, program, arguments).start();
  }

  /** What {@link #process} starts. */
  static ProcessBuilder builder(boolean nativeAccess, Class<?> program, List<?> arguments) {
    List<String> options =
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx64m",
            nativeAccess ? "--enable-native-access=ALL-UNNAMED" : "--illegal-native-access=deny");
    return OtherJvm.builder(options, program, arguments.toArray());
  }

  final long pid() {
    return process.pid();
  }

  /** Returns the next line that the process prints. */
  final String line() throws IOException {
    return Objects.requireNonNull(output.readLine(), "the process has ended");
  }

  /** Kills the process, and waits until it is gone. */
  final void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Sends the process a signal, such as STOP. */
  final void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + name + " " + pid() + " ends with " + kill.exitValue());
    }
  }

  /** Stops all threads of the process, as a debugger does, and waits until none of them runs. */
  final void stop() throws IOException, InterruptedException {
    signal("STOP");
    Background.until(this::isStopped);
  }

  private boolean isStopped() {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid() + "/task"))) {
      return threads.allMatch(
          thread -> {
            try {
              String stat = Files.readString(thread.resolve("stat"));
              return stat.charAt(stat.lastIndexOf(')') + 2) == 'T'; // the name may be anything
            } catch (NoSuchFileException e) {
              return true; // it has ended
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("process " + pid() + " does not end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until the process has ended by itself, and returns its exit status. */
  final int ended() {
    awaitEnd();
    return process.exitValue();
  }

  @Override
  public final void close() {
    kill();
  }

  // What the programs in these processes use.

  static void say(String line) {
    System.out.println(line);
  }

  /** Until the test kills this process, or ends itself. */
  static void stay() {
    try {
      while (System.in.read() != -1) {
        // Nothing comes.
      }
      Runtime.getRuntime().halt(1);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
