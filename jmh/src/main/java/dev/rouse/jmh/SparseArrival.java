package dev.rouse.jmh;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.ArrivalFigures;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.IterationParams;

/**
 * How soon does a sleeping receiver handle a record that comes after a gap, and what does waiting
 * for it cost?
 *
 * <p>The limits: with gaps longer than a sleep costs in processor time (some 10 microseconds), the
 * default policy sleeps at once. A fixed spin that is longer than the gap would find the record
 * sooner ({@code CHANNEL_SPIN_25US} at 20 microseconds) for several times the processor time. At 20
 * microseconds a wake-up takes nearly as long as the gap: latency and processor time can only be
 * traded. On a virtual machine, host stalls inflate the p99, and so does code that is not compiled
 * yet.
 */
public class SparseArrival extends SparseBenchmark {
  /** What carries the records. */
  @Param({
    "CHANNEL",
    "CHANNEL_PARKING",
    "CHANNEL_SPIN_25US",
    "ARRAY_BLOCKING_QUEUE",
    "LINKED_TRANSFER_QUEUE"
  })
  public Contender contender = Contender.CHANNEL;

  /** The microseconds between two records. */
  @Param({"5", "20", "50", "100", "1000"})
  public int gapMicros;

  /** Starts the receiver. */
  @Setup(Level.Iteration)
  public void start(IterationParams params) {
    start(contender, gapMicros, params);
  }

  /** Waits for the end of the gap and sends a record. */
  @Benchmark
  public void arrival(ArrivalFigures reported) throws InterruptedException {
    sendRecord(reported);
  }
}
