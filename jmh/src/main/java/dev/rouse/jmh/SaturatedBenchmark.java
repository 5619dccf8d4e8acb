package dev.rouse.jmh;

import static java.util.Objects.requireNonNull;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.Saturation;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A benchmark that sends batches through a link as fast as it goes. A call sends a batch and waits
 * until the other thread has added all of it up; the sum is checked.
 */
public abstract class SaturatedBenchmark extends BenchmarkDefaults {
  private @Nullable Saturation saturation;

  /** For the subclasses. */
  protected SaturatedBenchmark() {}

  /** Starts the receiver. */
  final void start(Contender contender, int payload, int messages) {
    saturation = new Saturation(contender, payload, messages);
  }

  /** Sends a batch. */
  final long sendBatch() throws InterruptedException {
    return requireNonNull(saturation).transfer();
  }

  /** Stops the receiver. */
  @TearDown(Level.Iteration)
  public final void stop() throws InterruptedException {
    requireNonNull(saturation).stop();
  }
}
