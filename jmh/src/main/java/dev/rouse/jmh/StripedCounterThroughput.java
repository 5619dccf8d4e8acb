package dev.rouse.jmh;

import dev.rouse.counter.StripedCounter;
import dev.rouse.jmh.contender.Contender;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does adding to a counter cost that many threads add to, compared with a {@code LongAdder}?
 * {@code -t 8} gives it eight threads. At the end the sum is compared with what they have added.
 */
@State(Scope.Benchmark)
public class StripedCounterThroughput extends BenchmarkDefaults {
  /** What is added to. */
  @Param({"STRIPED_COUNTER", "LONG_ADDER"})
  public Contender contender = Contender.STRIPED_COUNTER;

  private LongConsumer adder = delta -> {};
  private LongSupplier sum = () -> 0;
  private final Queue<Own> all = new ConcurrentLinkedQueue<>();

  /** How often a thread has added. */
  @State(Scope.Thread)
  public static class Own {
    private long times;

    /** Makes itself known. */
    @Setup(Level.Trial)
    public void enter(StripedCounterThroughput benchmark) {
      benchmark.all.add(this);
    }
  }

  /** Makes the counter. */
  @Setup(Level.Trial)
  public void make() {
    switch (contender) {
      case STRIPED_COUNTER -> {
        StripedCounter counter = StripedCounter.allocate();
        adder = counter::add;
        sum = counter::sum;
      }
      case LONG_ADDER -> {
        LongAdder counter = new LongAdder();
        adder = counter::add;
        sum = counter::sum;
      }
      default -> throw contender.unsupported("a sum");
    }
  }

  /** Compares the sum with what the threads have added; they have stopped by now. */
  @TearDown(Level.Trial)
  public void check() {
    long expected = all.stream().mapToLong(own -> own.times).sum();
    if (sum.getAsLong() != expected) {
      throw new IllegalStateException("sum: " + sum.getAsLong() + ", expected " + expected);
    }
  }

  /** Adds. */
  @Benchmark
  public void add(Own own) {
    own.times++;
    adder.accept(1);
  }
}
