package dev.rouse.jmh;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.contender.Count;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does an operation on a counter cost, compared with an {@code AtomicLong} and an {@code
 * AtomicLongFieldUpdater}? All threads use one counter: {@code -t 2} shows it contended.
 */
@State(Scope.Benchmark)
public class CounterThroughput extends BenchmarkDefaults {
  /** What holds the number. */
  @Param({"ATOMIC_COUNTER", "UNCHECKED", "ATOMIC_LONG", "FIELD_UPDATER"})
  public Contender contender = Contender.ATOMIC_LONG;

  private Count count = Count.of(Contender.ATOMIC_LONG);

  /** Makes the counter. */
  @Setup(Level.Iteration)
  public void make() {
    count = Count.of(contender);
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
