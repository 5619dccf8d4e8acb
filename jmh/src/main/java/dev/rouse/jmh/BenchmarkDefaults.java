package dev.rouse.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What all benchmarks have in common where they do not say otherwise. Forks and iterations are
 * those of plain JMH; {@link dev.rouse.jmh.bench.plan.Benchmarks} declares those of the full run.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {
      BenchmarkDefaults.NATIVE_ACCESS,
      BenchmarkDefaults.OPEN_MISC,
      BenchmarkDefaults.UNSAFE_MEMORY
    })
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class BenchmarkDefaults {
  /** Lets Rouse call the system. */
  static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

  /** Agrona needs it. */
  static final String OPEN_MISC = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";

  /** Agrona, JCTools and the Disruptor need it. */
  static final String UNSAFE_MEMORY = "--sun-misc-unsafe-memory-access=allow";

  /** For the subclasses. */
  protected BenchmarkDefaults() {}
}
