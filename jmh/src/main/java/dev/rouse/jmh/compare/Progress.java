package dev.rouse.jmh.compare;

import java.io.Console;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** Shows how far the run is: a bar on a terminal, a line for each step elsewhere. */
final class Progress implements AutoCloseable {
  private final @Nullable ProgressBar bar;

  @SuppressWarnings("SystemConsoleNull") // whether it may be null depends on the console's provider
  Progress(String task, int steps) {
    Console console = System.console();
    bar =
        console != null && console.isTerminal()
            ? new ProgressBarBuilder().setTaskName(task).setInitialMax(steps).build()
            : null;
  }

  void step(String what) {
    if (bar == null) {
      System.out.println(what);
    } else {
      bar.setExtraMessage(" " + what);
      bar.step();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.stepTo(bar.getMax());
      bar.close();
    }
  }
}
