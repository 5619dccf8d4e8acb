package dev.rouse.jmh;

import dev.rouse.counter.AtomicCounter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What does an operation on a counter cost, beside the same on an {@link AtomicLong}? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CounterThroughput {
  private final AtomicCounter atomicCounter = AtomicCounter.allocate();
  private final AtomicLong atomicLong = new AtomicLong();

  /** Adds to the counter. */
  @Benchmark
  public long addAtomicCounter() {
    return atomicCounter.getAndAdd(1);
  }

  /** Adds to the peer. */
  @Benchmark
  public long addAtomicLong() {
    return atomicLong.getAndAdd(1);
  }

  /** Reads the counter. */
  @Benchmark
  public long getAtomicCounter() {
    return atomicCounter.get();
  }

  /** Reads the peer. */
  @Benchmark
  public long getAtomicLong() {
    return atomicLong.get();
  }
}
