package dev.rouse.jmh.load;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * How far the two processors were from each other before and after an iteration, in nanoseconds for
 * a cache line. The host of a virtual machine may move its processors several times a second,
 * between the threads of a core, a shared cache and separate ones, and what a transfer takes
 * changes by a factor of up to eight: iterations can be compared only where the distance was the
 * same.
 *
 * <p>A benchmark whose threads spin takes this as a parameter of its set-up for each iteration. JMH
 * then measures the distance before these threads start and after they have ended. Each figure is a
 * share, see {@link Shares}.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Placement {
  /** What a cache line took from one processor to the other before the iteration. */
  public double coreToCoreBefore;

  /** What it took after the iteration. */
  public double coreToCoreAfter;

  private double measuredBefore;

  /** Measures before the iteration. */
  @Setup(Level.Iteration)
  public void begin() throws InterruptedException {
    measuredBefore = CoreToCore.nanos();
  }

  /** Measures after the iteration. */
  @TearDown(Level.Iteration)
  public void end(BenchmarkParams params) throws InterruptedException {
    coreToCoreBefore = Shares.of(measuredBefore, params);
    coreToCoreAfter = Shares.of(CoreToCore.nanos(), params);
  }
}
