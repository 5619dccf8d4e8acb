package dev.rouse.jmh;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.ArrivalFigures;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.IterationParams;

/**
 * What does polling cost, and what does being woken? The receiver of sparse records polls a ring
 * without a pause, with a back-off or every millisecond, or it is woken by a channel or a blocking
 * queue.
 */
public class PollingVersusNotify extends SparseBenchmark {
  /** What carries the records. */
  @Param({"CHANNEL", "BUSY_SPIN", "BACKOFF", "SLEEP_1MS", "ARRAY_BLOCKING_QUEUE"})
  public Contender contender = Contender.CHANNEL;

  /** The microseconds between two records. */
  @Param({"10", "100", "1000", "10000"})
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
