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
final class Worker implements Pipeline.BlockHandler {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long LONGEST_LATENCY_NANOS = 3_600_000_000_000L;

  /** What the workers of a pass share. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Shared(
      List<Block> blocks,
      byte[] digests,
      @Nullable WholeFiles wholeFiles,
      CountDownLatch ready,
      CountDownLatch done,
      Thread publisher,
      int workers) {}

  private final Shared shared;
  private final int number;
  private final int expected;
  private final MessageDigest digest = Digests.sha256();

  private @Nullable Thread thread;
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

  /**
   * Runs this worker's thread, and measures all of it.
   *
   * @param loop is what the approach has the thread do
   */
  void run(Runnable loop) {
    thread = Thread.currentThread();
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    meter.start(CpuClock.nanos());
    shared.ready().countDown();
    if (expected == 0) {
      shared.done().countDown();
    }
    try {
      loop.run();
    } catch (Throwable t) {
      onFailure(t);
    }
    meter.end(CpuClock.nanos());
    allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - allocated;
  }

  @Override
  public void onFailure(Throwable t) {
    failure = t;
    if (shared.wholeFiles() != null) {
      shared.wholeFiles().fail();
    }
    shared.publisher().interrupt();
  }

  @Override
  public void onBlock(long publishedNanos, int sequence, byte[] bytes) {
    long start = System.nanoTime();
    latency.recordValue(Math.clamp(start - publishedNanos, 0, LONGEST_LATENCY_NANOS));
    requireMine(sequence);
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

  /** The figures of a worker are those of its thread, and all approaches share the blocks alike. */
  private void requireMine(int sequence) {
    if (!Thread.currentThread().equals(thread)) {
      throw new IllegalStateException(
          "block %d of worker %d: handled by %s"
              .formatted(sequence, number, Thread.currentThread()));
    }
    if (sequence % shared.workers() != number) {
      throw new IllegalStateException(
          "block %d of the pass: handed to worker %d, expected %d"
              .formatted(sequence, number, sequence % shared.workers()));
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
