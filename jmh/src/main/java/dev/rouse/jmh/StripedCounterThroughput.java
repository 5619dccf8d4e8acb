package dev.rouse.jmh;

import dev.rouse.counter.StripedCounter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does adding to a counter cost that many threads add to, beside a {@code LongAdder}? {@code
 * -t 8} gives it eight threads. At the end the sum is compared with what the threads have added.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StripedCounterThroughput {
  /** What is added to. */
  @Param({"StripedCounter", "LongAdder"})
  public String counter = "";

  private Sum sum = new AdderSum();
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

  private interface Sum {
    void add(long delta);

    long sum();
  }

  private static final class StripedSum implements Sum {
    private final StripedCounter counter = StripedCounter.allocate();

    @Override
    public void add(long delta) {
      counter.add(delta);
    }

    @Override
    public long sum() {
      return counter.sum();
    }
  }

  private static final class AdderSum implements Sum {
    private final LongAdder counter = new LongAdder();

    @Override
    public void add(long delta) {
      counter.add(delta);
    }

    @Override
    public long sum() {
      return counter.sum();
    }
  }

  /** Makes the counter. */
  @Setup(Level.Trial)
  public void make() {
    sum =
        switch (counter) {
          case "StripedCounter" -> new StripedSum();
          case "LongAdder" -> new AdderSum();
          default ->
              throw new IllegalArgumentException(
                  "counter: " + counter + ", expected StripedCounter or LongAdder");
        };
  }

  /** Compares the sum with what the threads have added; they have stopped by now. */
  @TearDown(Level.Trial)
  public void check() {
    long expected = all.stream().mapToLong(own -> own.times).sum();
    if (sum.sum() != expected) {
      throw new IllegalStateException("sum: " + sum.sum() + ", expected " + expected);
    }
  }

  /** Adds. */
  @Benchmark
  public void add(Own own) {
    own.times++;
    sum.add(1);
  }
}
