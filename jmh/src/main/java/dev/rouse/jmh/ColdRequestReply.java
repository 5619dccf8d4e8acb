package dev.rouse.jmh;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.Echo;
import dev.rouse.jmh.load.ExchangeFigures;
import dev.rouse.jmh.load.Processor;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What does a request and its reply take between two threads that may sleep, from the start of the
 * JVM on? Each fork is one start: a thread sends a number and waits for the answer, 20,000 times.
 * The score is the mean of all. Each start also prints the median and the 90th percentile from the
 * 200th on, whose means are reported at the end. With the default policy, the ends have to find out
 * that they need not sleep.
 *
 * <p>The limits: on a machine with two processors the system may leave both threads on one of them.
 * Then each must sleep for the other to run, and an exchange takes some 50 microseconds. Therefore
 * each start also reports in how many of {@value #SAMPLES} looks, taken between two exchanges, both
 * threads were on one processor.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(10)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class ColdRequestReply extends BenchmarkDefaults {
  private static final int EXCHANGES = 20_000;

  /** How many exchanges do not count at first. */
  private static final int FIRST = 200;

  private static final double NANOS_PER_MICRO = 1e3;

  /** How often to look where the threads are. */
  private static final int SAMPLES = 100;

  /** Links carry fewer different values than there are exchanges. */
  private static final int VALUES = 4000;

  /** What carries the messages, in both directions. */
  @Param({"LONG_CHANNEL", "OBJECT_CHANNEL", "CHANNEL", "LINKED_TRANSFER_QUEUE"})
  public Contender contender = Contender.LONG_CHANNEL;

  /** Makes the links and the other thread, and exchanges messages with it. */
  @Benchmark
  @OperationsPerInvocation(EXCHANGES)
  public void exchange(ExchangeFigures reported, BenchmarkParams params)
      throws InterruptedException {
    Echo echo = new Echo(contender);
    echo.start();
    Processor own = Processor.ofThisThread();
    int together = 0;
    long[] nanos = new long[EXCHANGES];
    for (int i = 0; i < EXCHANGES; i++) {
      long start = System.nanoTime();
      echo.roundTrip(i % VALUES);
      nanos[i] = System.nanoTime() - start;
      if ((i + 1) % (EXCHANGES / SAMPLES) == 0 && areTogether(own, echo.processor())) {
        together++;
      }
    }
    echo.stop();
    long[] counted = Arrays.copyOfRange(nanos, FIRST, EXCHANGES);
    Arrays.sort(counted);
    double median = counted[counted.length / 2] / NANOS_PER_MICRO;
    double ninetieth = counted[counted.length / 10 * 9] / NANOS_PER_MICRO;
    reported.take(median, ninetieth, together, params);
    System.out.printf(
        "median %.2f us, 90th percentile %.2f us, on one processor %d of %d; mean of all: ",
        median, ninetieth, together, SAMPLES);
  }

  private static boolean areTogether(Processor own, @Nullable Processor other) {
    int number = own.number();
    return number != Processor.UNKNOWN && other != null && number == other.number();
  }
}
