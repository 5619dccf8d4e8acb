package dev.rouse.jmh.compare;

import java.io.Console;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** Shows how far the run is: a bar on a terminal, elsewhere a line every few seconds. */
final class Progress implements AutoCloseable {
  private static final long LINE_INTERVAL_NANOS = 3_000_000_000L;

  private final int steps;
  private final @Nullable ProgressBar bar;
  private final LongSupplier nanos;
  private final Consumer<String> lines;
  private final long start;
  private long lastLine;
  private int done;

  private Progress(
      int steps, @Nullable ProgressBar bar, LongSupplier nanos, Consumer<String> lines) {
    this.steps = steps;
    this.bar = bar;
    this.nanos = nanos;
    this.lines = lines;
    this.start = nanos.getAsLong();
    this.lastLine = start - LINE_INTERVAL_NANOS;
  }

  /** Returns a progress on standard output. */
  @SuppressWarnings("SystemConsoleNull") // whether it may be null depends on the console's provider
  static Progress onOutput(String task, int steps) {
    Console console = System.console();
    ProgressBar bar =
        console != null && console.isTerminal()
            ? new ProgressBarBuilder().setTaskName(task).setInitialMax(steps).build()
            : null;
    return new Progress(steps, bar, System::nanoTime, System.out::println);
  }

  /** Returns a progress in lines, for tests. */
  static Progress inLines(int steps, LongSupplier nanos, Consumer<String> lines) {
    return new Progress(steps, null, nanos, lines);
  }

  /** A step starts. */
  void step(String what) {
    if (bar != null) {
      bar.setExtraMessage(" " + what);
      bar.step();
      return;
    }
    long now = nanos.getAsLong();
    if (now - lastLine >= LINE_INTERVAL_NANOS) {
      lastLine = now;
      lines.accept(
          String.format(
              Locale.ROOT, "%3d %%, %3.0f s: %s", 100L * done / steps, (now - start) / 1e9, what));
    }
    done++;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.stepTo(bar.getMax());
      bar.close();
    }
  }
}
