package dev.rouse.jmh;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.Placement;
import dev.rouse.wait.BarrierMode;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What does a saturated stream pay for a consumer that could sleep? 8-byte records through a
 * channel with the default policy, and through the bare ring, polled in a loop. The symmetric
 * variant is the price of not having {@code membarrier}.
 *
 * <p>The limit: a send looks at three words more than the ring's commit (closed, interrupted, the
 * waiter's state).
 */
public class ChannelVersusRing extends SaturatedBenchmark {
  private static final int RECORDS = 100_000;

  /** Which barriers were in force, for the report's reader. */
  private static final String BARRIERS = BarrierMode.current() + " " + BarrierMode.reason();

  /** What carries the records. */
  @Param({"RING", "CHANNEL"})
  public Contender contender = Contender.RING;

  /** Says which barriers are in force. */
  @Setup(Level.Trial)
  public void report() {
    System.out.println("Barriers: " + BARRIERS);
  }

  /** Starts the receiver. */
  @Setup(Level.Iteration)
  public void start(Placement placement) {
    start(contender, Long.BYTES, RECORDS);
  }

  /** Sends a batch, with the barriers that are in force. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long transfer() throws InterruptedException {
    return sendBatch();
  }

  /** Sends a batch, with symmetric barriers; the bare ring has none. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  @Fork(
      value = 3,
      jvmArgsAppend = {NATIVE_ACCESS, "-Drouse.barrier=symmetric"})
  public long transferSymmetric() throws InterruptedException {
    return sendBatch();
  }
}
