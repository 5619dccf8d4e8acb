package dev.rouse.jmh.compare.measure;

import com.sun.management.ThreadMXBean;
import dev.rouse.jmh.compare.input.Digests;
import dev.rouse.jmh.compare.input.Input.Block;
import dev.rouse.jmh.compare.input.WholeFiles;
import dev.rouse.jmh.compare.pipeline.Pipeline;
import java.lang.management.ManagementFactory;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** A worker: computes the digests of the blocks that it gets, and measures its own thread. */
final class Worker implements Runnable, Pipeline.BlockHandler {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long LONGEST_LATENCY_NANOS = 3_600_000_000_000L;

  /** What the workers of a pass share. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Shared(
      Pipeline pipeline,
      List<Block> blocks,
      byte[] digests,
      @Nullable WholeFiles wholeFiles,
      CountDownLatch ready,
      CountDownLatch done,
      Thread publisher) {}

  private final Shared shared;
  private final int number;
  private final int expected;
  private final MessageDigest digest = Digests.sha256();

  private int handled;
  final Histogram latency = new Histogram(LONGEST_LATENCY_NANOS, 3);
  final WorkMeter meter;
  long lastEndNanos;
  long allocatedBytes;
  volatile @Nullable Throwable failure;

  /**
   * Makes a worker.
   *
   * @param shared what it shares with the others
   * @param number which worker it is
   * @param expected how many blocks it will get
   * @param meter measures its processor time
   */
  Worker(Shared shared, int number, int expected, WorkMeter meter) {
    this.shared = shared;
    this.number = number;
    this.expected = expected;
    this.meter = meter;
  }

  @Override
  public void run() {
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    meter.start(CpuClock.nanos());
    shared.ready().countDown();
    if (expected == 0) {
      shared.done().countDown();
    }
    try {
      shared.pipeline().work(number, this);
    } catch (InterruptedException e) {
      // All blocks are handled; the interrupt only ends a pause.
    } catch (Throwable t) {
      failure = t;
      if (shared.wholeFiles() != null) {
        shared.wholeFiles().fail();
      }
      shared.publisher().interrupt();
    }
    meter.end(CpuClock.nanos());
    allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - allocated;
  }

  @Override
  public void onBlock(long publishedNanos, int sequence, byte[] bytes) {
    long start = System.nanoTime();
    latency.recordValue(Math.clamp(start - publishedNanos, 0, LONGEST_LATENCY_NANOS));
    if (meter.measuresNext()) {
      meter.workStarts(CpuClock.nanos());
      work(sequence, bytes);
      meter.workEnds(CpuClock.nanos());
    } else {
      work(sequence, bytes);
    }
    lastEndNanos = System.nanoTime();
    if (++handled == expected) {
      shared.done().countDown();
    }
  }

  private void work(int sequence, byte[] bytes) {
    digest.update(bytes);
    try {
      digest.digest(shared.digests(), sequence * Digests.BYTES, Digests.BYTES);
    } catch (DigestException e) {
      throw new AssertionError(e);
    }
    if (shared.wholeFiles() != null) {
      shared.wholeFiles().add(shared.blocks().get(sequence), bytes);
    }
  }
}
