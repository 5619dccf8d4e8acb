package dev.rouse.jmh.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How often a thread has given up its processor in order to sleep, as Linux counts it: each of them
 * was followed by a wake-up, but the last.
 */
public final class ContextSwitches {
  private static final Path SELF = Path.of("/proc/thread-self");
  private static final String LABEL = "voluntary_ctxt_switches:";

  private final @Nullable Path status;

  private ContextSwitches(@Nullable Path status) {
    this.status = status;
  }

  /** Returns the count of the calling thread, which any thread may then read. */
  public static ContextSwitches ofCurrentThread() {
    if (!Files.exists(SELF)) {
      return new ContextSwitches(null);
    }
    try {
      return new ContextSwitches(SELF.toRealPath().resolve("status"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the count, or NaN where the system does not tell. */
  public double voluntary() {
    if (status == null) {
      return Double.NaN;
    }
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith(LABEL)) {
          return Long.parseLong(line.substring(LABEL.length()).strip());
        }
      }
      return Double.NaN;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
