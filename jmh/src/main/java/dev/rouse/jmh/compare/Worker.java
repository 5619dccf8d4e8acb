package dev.rouse.jmh.compare;

import com.sun.management.ThreadMXBean;
import dev.rouse.jmh.compare.input.Digests;
import dev.rouse.jmh.compare.input.Input;
import dev.rouse.jmh.compare.pipeline.Pipeline;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** A worker: hashes the blocks that it is handed, and keeps the books of its own thread. */
final class Worker implements Runnable, Pipeline.BlockHandler {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long LONGEST_LATENCY_NANOS = 3_600_000_000_000L;

  private final Pipeline pipeline;
  private final int number;
  private final int expected;
  private final Input.View view;
  private final MessageDigest digest = Digests.sha256();
  private final byte[] digests;
  private final @Nullable WholeFiles wholeFiles;
  private final CountDownLatch ready;
  private final CountDownLatch done;
  private final Thread publisher;

  private int handled;
  final Histogram latency = new Histogram(LONGEST_LATENCY_NANOS, 3);
  long lastEndNanos;
  long cpuNanos;
  long allocatedBytes;
  volatile @Nullable Throwable failure;

  /**
   * Makes a worker.
   *
   * @param pipeline where its blocks come from
   * @param number which worker it is
   * @param expected how many blocks it will be handed
   * @param input the input
   * @param digests where the digests go, by sequence
   * @param wholeFiles where the blocks go as well, in sequence, or null
   * @param ready is counted down when the worker is about to ask for its first block
   * @param done is counted down when it has handled its last
   */
  Worker(
      Pipeline pipeline,
      int number,
      int expected,
      Input input,
      byte[] digests,
      @Nullable WholeFiles wholeFiles,
      CountDownLatch ready,
      CountDownLatch done) {
    this.pipeline = pipeline;
    this.number = number;
    this.expected = expected;
    this.view = input.view();
    this.digests = digests;
    this.wholeFiles = wholeFiles;
    this.ready = ready;
    this.done = done;
    this.publisher = Thread.currentThread();
  }

  @Override
  public void run() {
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long cpu = THREADS.getCurrentThreadCpuTime();
    ready.countDown();
    if (expected == 0) {
      done.countDown();
    }
    try {
      pipeline.work(number, this);
    } catch (InterruptedException e) {
      // Everything was handled, and a pause is cut short.
    } catch (Throwable t) {
      failure = t;
      if (wholeFiles != null) {
        wholeFiles.fail();
      }
      publisher.interrupt();
    }
    cpuNanos = THREADS.getCurrentThreadCpuTime() - cpu;
    allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - allocated;
  }

  @Override
  public void onDescriptor(long publishedNanos, int sequence, int file, long offset, int length) {
    long start = System.nanoTime();
    handle(start - publishedNanos, sequence, file, view.bytes(file, offset, length));
  }

  @Override
  public void onCopy(long publishedNanos, int sequence, int file, byte[] bytes) {
    long start = System.nanoTime();
    handle(start - publishedNanos, sequence, file, ByteBuffer.wrap(bytes));
  }

  private void handle(long latencyNanos, int sequence, int file, ByteBuffer bytes) {
    latency.recordValue(Math.min(latencyNanos, LONGEST_LATENCY_NANOS));
    int start = bytes.position();
    digest.update(bytes);
    try {
      digest.digest(digests, sequence * Digests.BYTES, Digests.BYTES);
    } catch (DigestException e) {
      throw new AssertionError(e);
    }
    if (wholeFiles != null) {
      wholeFiles.add(sequence, file, bytes.position(start));
    }
    lastEndNanos = System.nanoTime();
    if (++handled == expected) {
      done.countDown();
    }
  }
}
