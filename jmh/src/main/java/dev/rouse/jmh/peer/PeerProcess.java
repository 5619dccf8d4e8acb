package dev.rouse.jmh.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A peer that is a JVM of its own. Its errors go where those of this process go. */
final class PeerProcess implements Peer {
  /** Those of the benchmarks' own JVMs. */
  private static final List<String> OPTIONS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /** The system takes back a process's memory before its locks. */
  private static final List<String> SMALL =
      List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final long MOST_SECONDS = 10;

  private final Task task;
  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;

  PeerProcess(Task task) throws IOException {
    this.task = task;
    this.process =
        new ProcessBuilder(command(task)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    this.commands = process.outputWriter();
    this.answers = process.inputReader();
  }

  private static List<String> command(Task task) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    if (task.role() == Role.HOLD) {
      command.addAll(SMALL);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(PeerProgram.class.getName());
    command.addAll(List.of(task.arguments()));
    return command;
  }

  @Override
  public void requireAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException("the peer has ended: " + process.exitValue() + ", " + task);
    }
  }

  @Override
  public long cpuNanos() throws IOException {
    commands.write(PeerProgram.CPU + "\n");
    commands.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the peer did not answer: " + task);
    }
    return Long.parseLong(answer);
  }

  @Override
  public long kill() {
    long before = System.nanoTime();
    process.destroyForcibly();
    return before;
  }

  /** Ends the input of the process, as the end of this process would. */
  void endInput() throws IOException {
    commands.close();
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IllegalStateException("the peer did not end: " + task);
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException("the peer failed: " + process.exitValue() + ", " + task);
    }
  }
}
