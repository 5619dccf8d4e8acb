package dev.rouse.jmh.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells on which processor a thread last ran. Linux only: elsewhere nothing is known. */
public final class Processor {
  /** What is returned where nothing is known. */
  public static final int UNKNOWN = -1;

  private static final Path THIS_THREAD = Path.of("/proc/thread-self");
  private static final Path THREADS = Path.of("/proc/self/task");

  /** The position of the processor among the fields of {@code stat} after the thread's name. */
  private static final int FIELD = 36;

  private final Path stat;

  private Processor(Path stat) {
    this.stat = stat;
  }

  /** Returns that of the calling thread, for any thread to ask. */
  public static Processor ofThisThread() {
    try {
      Path id = Files.readSymbolicLink(THIS_THREAD).getFileName();
      return new Processor(THREADS.resolve(String.valueOf(id)).resolve("stat"));
    } catch (IOException e) {
      return new Processor(THIS_THREAD.resolve("unknown"));
    }
  }

  /** Returns the number of the processor, or {@link #UNKNOWN}. */
  public int number() {
    try {
      String line = Files.readString(stat);
      // The name is in parentheses and may contain anything.
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", FIELD + 2);
      return Integer.parseInt(fields[FIELD]);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }
}
