package dev.rouse.jmh.contender;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The same in C, as processes of their own: built with the machine's compiler, told what to do. */
public final class NativePartner {
  private static final String SOURCE = "/futex_round_trip.c";

  private final Path folder;
  private final Process process;
  private final Writer input;
  private final BufferedReader output;

  private NativePartner(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
    this.input = process.outputWriter();
    this.output = process.inputReader();
  }

  /**
   * Tells whether there is a C compiler.
   *
   * @return true if {@code cc} can be run
   */
  public static boolean isPossible() throws InterruptedException {
    try {
      Process version =
          new ProcessBuilder("cc", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return version.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Builds the program and starts it.
   *
   * @param contender {@code C_FUTEX} for two threads, {@code C_FUTEX_PROCESSES} for two processes
   * @return the running program
   * @throws IOException if there is no C compiler, or it fails
   */
  public static NativePartner start(Contender contender) throws IOException, InterruptedException {
    String partner =
        switch (contender) {
          case C_FUTEX -> "thread";
          case C_FUTEX_PROCESSES -> "process";
          default -> throw contender.unsupported("a C program");
        };
    Path folder = Files.createTempDirectory("rouse");
    Path source = folder.resolve("round_trip.c");
    try (InputStream in = NativePartner.class.getResourceAsStream(SOURCE)) {
      if (in == null) {
        throw new IOException("the jar has no " + SOURCE);
      }
      Files.copy(in, source);
    }
    Path program = folder.resolve("round_trip");
    Process compiler =
        new ProcessBuilder("cc", "-O2", "-pthread", "-o", program.toString(), source.toString())
            .inheritIO()
            .start();
    if (compiler.waitFor() != 0) {
      throw new IOException("cc failed on " + source);
    }
    return new NativePartner(folder, new ProcessBuilder(program.toString(), partner).start());
  }

  /** Makes the program do a number of round trips and waits for the end. */
  public void roundTrips(int count) throws IOException {
    input.write(count + "\n");
    input.flush();
    String answer = output.readLine();
    if (!"done".equals(answer)) {
      throw new IOException("the program answered " + answer);
    }
  }

  /** Ends the program and removes it. */
  public void stop() throws IOException {
    process.destroy();
    for (String name : new String[] {"round_trip.c", "round_trip", ""}) {
      Files.deleteIfExists(folder.resolve(name));
    }
  }
}
