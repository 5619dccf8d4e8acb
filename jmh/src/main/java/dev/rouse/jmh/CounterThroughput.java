package dev.rouse.jmh;

import dev.rouse.jmh.peer.Count;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does an operation on a counter cost, beside the same on an {@code AtomicLong} and through an
 * {@code AtomicLongFieldUpdater}? All threads use one counter: {@code -t 2} shows it contended.
 *
 * <p>{@code Unchecked} is no peer but a bound: the same memory, reached without any check of its
 * bounds, its thread and its lifetime. What lies between it and {@code AtomicCounter} is what these
 * checks cost.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CounterThroughput {
  /** What holds the number. */
  @Param({"AtomicCounter", "Unchecked", "AtomicLong", "AtomicLongFieldUpdater"})
  public String counter = "";

  private Count count = Count.of("AtomicLong");

  /** Makes the counter. */
  @Setup(Level.Iteration)
  public void make() {
    count = Count.of(counter);
  }

  /** Reads it. */
  @Benchmark
  public long get() {
    return count.get();
  }

  /** Reads it with acquire. */
  @Benchmark
  public long getAcquire() {
    return count.getAcquire();
  }

  /** Sets it. */
  @Benchmark
  public void set() {
    count.set(1);
  }

  /** Sets it with release. */
  @Benchmark
  public void setRelease() {
    count.setRelease(1);
  }

  /** Adds to it. */
  @Benchmark
  public long getAndAdd() {
    return count.getAndAdd(3);
  }

  /** Adds 1 to it. */
  @Benchmark
  public long incrementAndGet() {
    return count.incrementAndGet();
  }

  /** Sets it if it has not changed. */
  @Benchmark
  public boolean compareAndSet() {
    long value = count.get();
    return count.compareAndSet(value, value + 1);
  }
}
