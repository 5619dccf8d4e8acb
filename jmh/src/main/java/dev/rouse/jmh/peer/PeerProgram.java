package dev.rouse.jmh.peer;

import dev.rouse.jmh.load.JavaThreadsCpu;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A peer in a process of its own. It ends with its task, when it is killed, or when its input ends:
 * the benchmark holds the other end of that, so no peer outlives its benchmark.
 */
final class PeerProgram {
  /** The line that asks for the processor time of the threads that run Java code. */
  static final String CPU = "cpu";

  private PeerProgram() {}

  /**
   * Does a task.
   *
   * @param args see {@link Task#arguments}
   */
  public static void main(String[] args) {
    Thread.ofPlatform().name("commands").daemon().start(PeerProgram::obey);
    try {
      Role.run(Task.of(args));
      System.exit(0); // Aeron may have threads that are still ending
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1);
    }
  }

  /** Answers each line with the processor time of the other threads, in nanoseconds. */
  private static void obey() {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try {
      String line;
      while ((line = commands.readLine()) != null) {
        System.out.println(
            line.equals(CPU) ? String.valueOf(JavaThreadsCpu.nanosOfOthers()) : "what?");
      }
    } catch (IOException e) {
      // The end as well.
    }
    Runtime.getRuntime().halt(1);
  }
}
