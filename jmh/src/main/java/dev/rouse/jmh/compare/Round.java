package dev.rouse.jmh.compare;

import com.sun.management.ThreadMXBean;
import dev.rouse.jmh.compare.input.Digests;
import dev.rouse.jmh.compare.input.Input;
import dev.rouse.jmh.compare.input.Input.Block;
import dev.rouse.jmh.compare.pipeline.Approach;
import dev.rouse.jmh.compare.pipeline.Pipeline;
import dev.rouse.jmh.tool.UserError;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One pass of one approach over some blocks, and what it took.
 *
 * @param wallSeconds from the first publish to the end of the last block's work
 * @param consumerCpuSeconds processor time of all workers together
 * @param bytesAllocated on the heap, by the publisher and the workers
 * @param blocks how many blocks were handed over
 * @param bytes how many bytes they had
 * @param latency from the publish to the start of the work, in nanoseconds
 */
record Round(
    double wallSeconds,
    double consumerCpuSeconds,
    long bytesAllocated,
    int blocks,
    long bytes,
    Histogram latency) {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * Runs a pass and compares each block's digest with the reference.
   *
   * @param approach the approach
   * @param load how fast blocks are published
   * @param input the input
   * @param blocks the blocks to publish, in this order
   * @param workers how many workers
   * @param reference the digests to find
   * @param wholeFiles gets every block as well, or null
   * @throws UserError if a digest is wrong
   */
  static Round run(
      Approach approach,
      Load load,
      Input input,
      List<Block> blocks,
      int workers,
      Digests reference,
      @Nullable WholeFiles wholeFiles)
      throws UserError {
    byte[] digests = new byte[blocks.size() * Digests.BYTES];
    Pipeline pipeline = approach.pipeline(workers, input, blocks.size());
    var ready = new CountDownLatch(workers);
    var done = new CountDownLatch(workers);
    List<Worker> running = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      int expected = blocks.size() / workers + (i < blocks.size() % workers ? 1 : 0);
      var worker = new Worker(pipeline, i, expected, input, digests, wholeFiles, ready, done);
      running.add(worker);
      threads.add(Thread.ofPlatform().name("worker-" + i).daemon().start(worker));
    }
    long start = 0;
    long allocated = 0;
    try {
      ready.await();
      allocated = THREADS.getCurrentThreadAllocatedBytes();
      start = System.nanoTime();
      for (int i = 0; i < blocks.size(); i++) {
        if (load.intervalNanos() > 0) {
          pauseUntil(start + (i + 1) * load.intervalNanos());
        }
        pipeline.publish(i % workers, blocks.get(i), i);
      }
      allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
      pipeline.end();
      done.await();
      for (Thread thread : threads) {
        thread.interrupt(); // cuts a poller's last pause short
        thread.join();
      }
    } catch (InterruptedException e) {
      for (Worker worker : running) {
        if (worker.failure != null) {
          throw new IllegalStateException("approach " + approach.label(), worker.failure);
        }
      }
      throw new IllegalStateException("interrupted", e);
    }
    for (int i = 0; i < blocks.size(); i++) {
      reference.requireBlock(approach.label(), input, blocks.get(i), digests, i * Digests.BYTES);
    }
    return summarize(running, blocks, start, allocated);
  }

  private static Round summarize(
      List<Worker> workers, List<Block> blocks, long start, long publisherAllocated) {
    Histogram latency = new Histogram(workers.getFirst().latency);
    long end = start;
    long cpu = 0;
    long allocated = publisherAllocated;
    for (Worker worker : workers) {
      latency.add(worker.latency);
      // A worker without blocks has no end.
      if (worker.lastEndNanos != 0 && worker.lastEndNanos - end > 0) {
        end = worker.lastEndNanos;
      }
      cpu += worker.cpuNanos;
      allocated += worker.allocatedBytes;
    }
    long bytes = blocks.stream().mapToLong(Block::length).sum();
    return new Round((end - start) / 1e9, cpu / 1e9, allocated, blocks.size(), bytes, latency);
  }

  private static void pauseUntil(long deadline) {
    for (long now = System.nanoTime(); deadline - now > 0; now = System.nanoTime()) {
      LockSupport.parkNanos(deadline - now);
    }
  }
}
